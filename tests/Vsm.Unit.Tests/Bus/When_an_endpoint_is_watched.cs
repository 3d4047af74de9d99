using Vsm.Bus.Watching;
using Vsm.Testing;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_an_endpoint_is_watched
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HandlerLimit = TimeSpan.FromMinutes(20);

    // Seconds ago; null: not at all.
    [TestCase(300, null, null, false, null, TestName = "nothing is ready")]
    [TestCase(300, 59, null, false, null, TestName = "ready for less than the patience")]
    [TestCase(59, 300, null, false, null, TestName = "something came lately")]
    [TestCase(300, 60, null, false, "none has come here", TestName = "ready and nothing comes")]
    [TestCase(10, 60, 60, false, "nothing consumes them", TestName = "ready and nobody consumes")]
    [TestCase(300, 60, 59, true, null, TestName = "another replica may be the active one")]
    [TestCase(300, 60, 60, true, "nothing consumes them", TestName = "no replica is active")]
    public void It_is_dead_only_when_work_waits_and_nothing_gets_on(int progress, int? ready, int? alone, bool singleActive, string? expected) => Expect(
        new EndpointSight { Limit = 2, SingleActive = singleActive, Progress = Ago(progress), ReadySince = AgoOrNull(ready), AloneSince = AgoOrNull(alone) }, expected);

    [TestCase(1200, 2, null, TestName = "all places are taken by work within its limit")]
    [TestCase(1200, 1, "none has come here", TestName = "there is room and nothing comes")]
    [TestCase(1261, 2, "has been in work since", TestName = "work that should have ended")]
    public void Long_work_counts_up_to_its_limit(int started, int running, string? expected) => Expect(
        new EndpointSight { Limit = 2, Progress = Ago(1200), ReadySince = Ago(600), Running = [.. Enumerable.Repeat(Ago(started), running)] }, expected);

    [Test]
    public void What_could_not_be_seen_does_not_count()
    {
        var clock = new ManualClock(Now);
        var watch = new EndpointWatch("q", 1, () => false, clock);
        watch.Saw(5, 0);
        clock.Advance(Patience);
        watch.CannotTell(); // the broker was away
        watch.Saw(5, 0);
        clock.Advance(Patience - TimeSpan.FromSeconds(1));
        watch.Saw(5, 0);
        Assert.That(watch.Sight.Death(clock.GetUtcNow(), Patience, HandlerLimit), Is.Null);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(watch.Sight.Death(clock.GetUtcNow(), Patience, HandlerLimit), Does.Contain("nothing consumes them"));

        watch.Saw(0, 1);
        Assert.That(watch.Sight.Death(clock.GetUtcNow(), Patience, HandlerLimit), Is.Null);
    }

    private static void Expect(EndpointSight sight, string? expected) =>
        Assert.That(sight.Death(Now, Patience, HandlerLimit), expected is null ? Is.Null : Does.Contain(expected));

    private static DateTimeOffset Ago(int seconds) => Now - TimeSpan.FromSeconds(seconds);

    private static DateTimeOffset? AgoOrNull(int? seconds) => seconds is { } x ? Ago(x) : null;
}
