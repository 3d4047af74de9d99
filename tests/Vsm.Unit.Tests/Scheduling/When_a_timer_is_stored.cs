using MassTransit;
using MassTransit.QuartzIntegration;
using MassTransit.Scheduling;
using Timer = MassTransit.QuartzIntegration.Timer;

namespace Vsm.Unit.Tests.Scheduling;

public sealed class When_a_timer_is_stored
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [FsCheck.NUnit.Property]
    public bool It_is_read_as_it_was(Guid token, Guid command, Guid message, long seconds, FsCheck.NonNull<string> body)
    {
        var due = DateTimeOffset.UnixEpoch.AddSeconds(Math.Abs(seconds % 4_000_000_000));
        var timer = Once(token, command, message, due, body.Get);
        var read = Timer.Of(timer.ToData()!);
        return (read.Key, read.Command, read.Sent, read.Token, read.Due) == (timer.Key, timer.Command, timer.Sent, timer.Token, timer.Due)
            && (read.Message.Body, read.Message.MessageId, read.Message.Destination) == (body.Get, message, timer.Message.Destination);
    }

    [Test]
    public void A_cancelled_one_sends_nothing()
    {
        var read = Timer.Of(new Timer(TimerKeys.Of(Guid.Empty), null, null).ToData()!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.IsCancelled);
            Assert.That(() => read.Message, Throws.InvalidOperationException.With.Message.Contains("was cancelled"));
        }
    }

    [TestCase(-1, false)]
    [TestCase(0, false)]
    [TestCase(1, true)]
    public void It_is_newer_than_commands_that_were_sent_before(int ticks, bool newer)
    {
        var stored = new Timer(TimerKeys.Of(Guid.Empty), Guid.NewGuid(), Noon.UtcDateTime.AddTicks(ticks));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.IsNewerThan(Guid.NewGuid(), Noon.UtcDateTime), Is.EqualTo(newer));
            Assert.That(stored.IsNewerThan(stored.Command, Noon.UtcDateTime), Is.True, "the same command again");
            Assert.That(stored.IsNewerThan(Guid.NewGuid(), null), Is.False, "one that does not say when it was sent");
        }
    }

    [Test]
    public void Each_firing_has_one_id_of_its_own()
    {
        var (command, message) = (Guid.NewGuid(), Guid.NewGuid());
        var once = Once(Guid.NewGuid(), command, message, Noon, "{}");
        var bell = new Timer(TimerKeys.Of("bell", "tower"), command, Noon.UtcDateTime) { Message = once.Message };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fire(once, 0, 5).MessageId, Is.EqualTo(message).And.EqualTo(Fire(once, 0, 9).MessageId));
            Assert.That(Fire(bell, 1, 5).MessageId, Is.EqualTo(Fire(bell, 1, 9).MessageId), "sent again");
            Assert.That(Fire(bell, 1, 5).MessageId, Is.Not.EqualTo(Fire(bell, 2, 5).MessageId), "the next tick");
            Assert.That(Fire(bell, 1, 5).Headers[MessageHeaders.Quartz.ScheduleGroup], Is.EqualTo("tower"));
            Assert.That(Fire(once, 0, 5).Headers[MessageHeaders.SchedulingTokenId], Is.EqualTo(once.Token.ToString()));
        }

        static Firing Fire(Timer timer, int due, int now) => Firing.Of(timer, Noon.AddSeconds(due), Noon.AddSeconds(now), null, null);
    }

    [TestCase("each blue moon", "UTC")]
    [TestCase("0 0 12 * * ?", "Atlantis/Capital")]
    public void A_schedule_that_cannot_be_kept_is_refused_with_the_reason(string cron, string zone)
    {
        var schedule = new DefaultSchedule(cron, zone);
        Assert.That(() => RecurringTimes.Of(schedule), Throws.ArgumentException.With.Message.Contains($"'bell' cannot be kept: '{cron}' in time zone '{zone}'"));
    }

    [TestCase("")]
    [TestCase("x")]
    public void A_name_that_is_no_name_is_refused(string text)
    {
        var name = text.PadLeft(text.Length == 0 ? 0 : 101, 'x');
        Assert.That(() => TimerKeys.Of(name, null), Throws.ArgumentException.With.Message.Contains("1 to 100 characters"));
    }

    private static Timer Once(Guid token, Guid command, Guid message, DateTimeOffset due, string body) => new(TimerKeys.Of(token), command, Noon.UtcDateTime)
    {
        Token = token,
        Due = due,
        Message = new StoredMessage(new Dictionary<string, string>
        {
            [StoredMessage.Fields.MessageId] = message.ToString(),
            [StoredMessage.Fields.Destination] = "loopback://localhost/somewhere",
            [StoredMessage.Fields.Body] = body,
        }),
    };

    private sealed class DefaultSchedule : DefaultRecurringSchedule
    {
        public DefaultSchedule(string cron, string zone) => (ScheduleId, CronExpression, TimeZoneId) = ("bell", cron, zone);
    }
}
