using Vsm.S1.Operations.Attempts;

namespace Vsm.Unit.Tests.Operations.Attempts;

public sealed class When_others_work_on_attempts
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly AttemptSight Sight = new(Guid.NewGuid(), 1, Guid.NewGuid(), "other", 7);
    private readonly SteppedClock _clock = new();

    [Test]
    public void One_whose_beat_stands_still_for_a_lease_is_left()
    {
        var watch = new AttemptWatch(Lease, _clock);
        Assert.That(watch.Left([Sight]), Is.Empty, "it may have been touched just now");

        _clock.Pass(Lease - TimeSpan.FromTicks(1));
        Assert.That(watch.Left([Sight]), Is.Empty);

        _clock.Pass(TimeSpan.FromTicks(1));
        Assert.That(watch.Left([Sight]), Is.EqualTo(new[] { Sight }));
    }

    [Test]
    public void A_sign_of_life_begins_the_lease_anew()
    {
        var watch = new AttemptWatch(Lease, _clock);
        watch.Left([Sight]);
        _clock.Pass(0.9 * Lease);
        Assert.That(watch.Left([Sight with { Beat = 8 }]), Is.Empty);

        _clock.Pass(0.9 * Lease);

        Assert.That(watch.Left([Sight with { Beat = 8 }]), Is.Empty);
    }

    [Test]
    public void One_that_was_away_is_watched_anew()
    {
        var watch = new AttemptWatch(Lease, _clock);
        watch.Left([Sight]);
        _clock.Pass(Lease);
        watch.Left([]);

        Assert.That(watch.Left([Sight]), Is.Empty);
    }

    /// <summary>Signs of life that never are further apart than a lease, looked at however rarely: nothing is ever taken.</summary>
    [FsCheck.NUnit.Property]
    public void None_is_left_while_its_owner_lives(byte[] pauses)
    {
        var (clock, beat) = (new SteppedClock(), 0);
        var watch = new AttemptWatch(Lease, clock);
        foreach (var pause in pauses)
        {
            clock.Pass(Lease * pause / 256);
            Assert.That(watch.Left([Sight with { Beat = ++beat }]), Is.Empty);
        }
    }
}
