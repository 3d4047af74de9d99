using MassTransit;
using MassTransit.QuartzIntegration;
using Microsoft.Extensions.DependencyInjection;
using Timer = MassTransit.QuartzIntegration.Timer;

namespace Vsm.Sagas.Tests.Scheduling;

public sealed class When_timers_are_commanded_out_of_order
{
    private static readonly DateTime Noon = new(2026, 3, 14, 12, 0, 0, DateTimeKind.Utc);

    [Test]
    public async Task A_cancel_that_overtakes_what_it_cancels_counts()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var (timers, token) = (bench.Services.GetRequiredService<Timers>(), NewId.NextGuid());
        await timers.CancelAsync(TimerKeys.Of(token), NewId.NextGuid(), Noon.AddTicks(2), CancellationToken.None);
        await timers.ScheduleAsync(Once(token, "cancelled", Noon.AddTicks(1)), CancellationToken.None);
        await EndAsync(bench, timers);

        Assert.That(bench.Rung.All.Select(x => x.Message.Text), Is.EqualTo(["end"]));
    }

    [Test]
    public async Task A_late_cancel_leaves_what_was_set_after_it()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var (timers, token) = (bench.Services.GetRequiredService<Timers>(), NewId.NextGuid());
        await timers.ScheduleAsync(Once(token, "again", Noon.AddTicks(3), 0.5), CancellationToken.None);
        await timers.CancelAsync(TimerKeys.Of(token), NewId.NextGuid(), Noon.AddTicks(2), CancellationToken.None);
        await timers.ScheduleAsync(Once(token, "first", Noon.AddTicks(1)), CancellationToken.None);
        await EndAsync(bench, timers);

        Assert.That(bench.Rung.All.Select(x => x.Message.Text), Is.EqualTo(["again", "end"]));
    }

    [Test]
    public async Task A_command_that_comes_twice_sets_one_timer()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var (timers, timer) = (bench.Services.GetRequiredService<Timers>(), Once(NewId.NextGuid(), "once", Noon, 0.5));
        await timers.ScheduleAsync(timer, CancellationToken.None);
        await timers.ScheduleAsync(timer, CancellationToken.None);
        await EndAsync(bench, timers);

        Assert.That(bench.Rung.All.Select(x => x.Message.Text), Is.EqualTo(["once", "end"]));
    }

    [Test]
    public async Task A_command_that_comes_again_after_its_timer_fired_sends_the_same_message()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var (timers, timer) = (bench.Services.GetRequiredService<Timers>(), Once(NewId.NextGuid(), "twice", Noon, 0));
        await timers.ScheduleAsync(timer, CancellationToken.None);
        await bench.Rung.UntilAsync(1);
        await timers.ScheduleAsync(timer, CancellationToken.None);

        var rung = await bench.Rung.UntilAsync(2);
        Assert.That(rung.Select(x => x.MessageId).Distinct().Count(), Is.EqualTo(1), "an inbox knows it");
    }

    private static async Task EndAsync(SchedulerBench bench, Timers timers)
    {
        await timers.ScheduleAsync(Once(NewId.NextGuid(), "end", Noon, 2), CancellationToken.None);
        await bench.Rung.UntilAsync(1);
        await Vsm.Testing.Eventually.ReadAsync("the end", () => Task.FromResult(bench.Rung.All), x => x.Any(y => y.Message.Text == "end"));
    }

    private static Timer Once(Guid token, string text, DateTime sent, double seconds = 0)
    {
        var id = NewId.NextGuid();
        return new Timer(TimerKeys.Of(token), id, sent)
        {
            Token = token,
            Due = SchedulerBench.In(seconds),
            Message = new StoredMessage(new Dictionary<string, string>
            {
                [StoredMessage.Fields.MessageId] = id.ToString(),
                [StoredMessage.Fields.ContentType] = "application/vnd.masstransit+json",
                [StoredMessage.Fields.MessageType] = MessageUrn.ForTypeString<Alarm>(),
                [StoredMessage.Fields.Destination] = $"loopback://localhost/{SchedulerBench.Queue}",
                [StoredMessage.Fields.Body] = $$$"""{"messageType":["{{{MessageUrn.ForTypeString<Alarm>()}}}"],"message":{"text":"{{{text}}}"}}""",
            }),
        };
    }
}
