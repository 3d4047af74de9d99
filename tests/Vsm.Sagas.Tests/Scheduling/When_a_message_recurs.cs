using MassTransit;
using MassTransit.Scheduling;
using Vsm.Bus;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Scheduling;

public sealed class When_a_message_recurs
{
    [Test]
    public async Task Each_tick_is_a_message_of_its_own_until_it_is_cancelled()
    {
        await using var bench = await SchedulerBench.StartAsync();
        await SetAsync(bench, "bell", "tick");
        var ticks = await bench.Rung.UntilAsync(3);
        await (await EndpointAsync(bench)).CancelScheduledRecurringSend("bell", "tower");
        await NobodyAsync(bench, "bell");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ticks.Select(x => x.Message.Text), Is.All.EqualTo("tick"));
            Assert.That(ticks.Select(x => x.MessageId), Is.Unique);
            Assert.That(ticks[1].Headers[MessageHeaders.Quartz.ScheduleId], Is.EqualTo("bell"));
            Assert.That(ticks[1].Headers[MessageHeaders.Quartz.ScheduleGroup], Is.EqualTo("tower"));
            Assert.That(ticks[1].Headers, Contains.Key(MessageHeaders.Quartz.NextScheduled).And.ContainKey(MessageHeaders.Quartz.PreviousSent));
            Assert.That(ticks[1].Headers, Does.Not.ContainKey(MessageHeaders.SchedulingTokenId));
        }
    }

    [Test]
    public async Task It_pauses_and_goes_on()
    {
        await using var bench = await SchedulerBench.StartAsync();
        var endpoint = await EndpointAsync(bench);
        await SetAsync(bench, "bell", "tick");
        await bench.Rung.UntilAsync(1);
        await endpoint.PauseScheduledRecurringSend("bell", "tower");
        var paused = await NobodyAsync(bench, "bell");
        await endpoint.ResumeScheduledRecurringSend("bell", "tower");

        var rung = await Eventually.ReadAsync("ticks after the pause", () => Task.FromResult(bench.Rung.All), x => Ticks(x) > paused);
        Assert.That(Ticks(rung), Is.GreaterThan(paused));
    }

    [Test]
    public async Task Set_again_with_other_content_it_is_another()
    {
        await using var bench = await SchedulerBench.StartAsync();
        await SetAsync(bench, "bell", "tick");
        await bench.Rung.UntilAsync(1);
        await SetAsync(bench, "bell", "tock");

        var rung = await Eventually.ReadAsync("tocks", () => Task.FromResult(bench.Rung.All), x => x.Count(y => y.Message.Text == "tock") >= 2);
        Assert.That(rung.SkipWhile(x => x.Message.Text == "tick").Select(x => x.Message.Text), Is.All.EqualTo("tock"));
    }

    [Test]
    public async Task A_schedule_that_cannot_be_kept_is_a_fault_that_says_why()
    {
        var fault = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await SchedulerBench.StartAsync(bus => bus.AddHandler<Fault<ScheduleRecurringMessage>>(x =>
        {
            fault.TrySetResult(x.Exceptions[0].Message);
            return Task.CompletedTask;
        }).Endpoint(x => x.Name = "vsm.tests.faults"));
        await (await EndpointAsync(bench)).ScheduleRecurringSend(SchedulerBench.Address, new EverySecond("bell", "each blue moon"), new Alarm { Text = "never" });

        Assert.That(await fault.Task.WaitAsync(TimeSpan.FromSeconds(60)), Does.Contain("'bell' cannot be kept: 'each blue moon'"));
    }

    private static Task<ISendEndpoint> EndpointAsync(SchedulerBench bench) => bench.Bus.GetSendEndpoint(SchedulerQueue.Address);

    private static async Task SetAsync(SchedulerBench bench, string id, string text) =>
        await (await EndpointAsync(bench)).ScheduleRecurringSend(SchedulerBench.Address, new EverySecond(id, "* * * * * ?"), new Alarm { Text = text });

    /// <summary>Sees three other ticks come while this one does not, and says how often it had come.</summary>
    private static async Task<int> NobodyAsync(SchedulerBench bench, string id)
    {
        await (await EndpointAsync(bench)).ScheduleRecurringSend(SchedulerBench.Address, new EverySecond("other than " + id, "* * * * * ?"), new Alarm { Text = "other" });
        await Others(1);
        var before = Ticks(bench.Rung.All);
        await Others(4);
        Assert.That(Ticks(bench.Rung.All), Is.EqualTo(before), "it rests");
        return before;

        Task Others(int count) =>
            Eventually.ReadAsync("other ticks", () => Task.FromResult(bench.Rung.All.Count(x => x.Message.Text == "other")), x => x >= count);
    }

    private static int Ticks(IReadOnlyList<Ring> rung) => rung.Count(x => x.Message.Text == "tick");

    private sealed class EverySecond : DefaultRecurringSchedule
    {
        public EverySecond(string id, string cron) => (ScheduleId, ScheduleGroup, CronExpression, TimeZoneId) = (id, "tower", cron, "UTC");
    }
}
