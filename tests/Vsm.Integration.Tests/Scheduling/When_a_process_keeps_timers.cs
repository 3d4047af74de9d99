using MassTransit;
using MassTransit.QuartzIntegration;
using MassTransit.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Scheduling;

public sealed class When_a_process_keeps_timers
{
    private static readonly TimeProvider Clock = TimeProvider.System;
    private PrivateDatabase _database = null!;
    private PrivateBroker _broker = null!;
    private Tolls _tolls = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        _broker = await PrivateBroker.ConnectAsync(TestServers.RabbitMq,
            [SchedulerQueue.Name, SchedulingProcess.Queue, "Vsm.Integration.Tests.Scheduling:BellTolled", "Vsm.Integration.Tests.Scheduling:ITolled"]);
        _tolls = new Tolls();
    }

    [TearDown]
    public async Task DropAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Test]
    public async Task What_is_published_later_reaches_who_consumes_its_base_type()
    {
        await using var process = await SchedulingProcess.StartAsync(_database, _tolls);
        await process.Scheduler.SchedulePublish(Clock.GetUtcNow().UtcDateTime.AddMilliseconds(200), new BellTolled { Text = "for thee" });
        await _tolls.UntilAsync(x => x.Any(y => y.Text == "for thee"));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync($"{process.Url}/health/ready"), Does.Contain("\"scheduler\":{\"status\":\"Healthy\"}"));
    }

    [Test]
    public async Task What_recurs_and_was_missed_comes_once()
    {
        var hour = new DefaultSchedule();
        await using (var process = await SchedulingProcess.StartAsync(_database, _tolls, settings: ("Vsm:Scheduler:MisfireThreshold", "00:00:01")))
        {
            await SetAsync(process, hour);
            await _tolls.UntilAsync(x => x.Count >= 2);
        }

        var stopped = Clock.GetUtcNow();
        await Eventually.ReadAsync("several ticks in vain", () => Task.FromResult(Clock.GetUtcNow()), x => x > stopped.AddSeconds(6));
        var back = Clock.GetUtcNow();
        await using (var process = await SchedulingProcess.StartAsync(_database, _tolls, settings: ("Vsm:Scheduler:MisfireThreshold", "00:00:01")))
        {
            await SetAsync(process, hour); // as who needs it does at each start
            await _tolls.UntilAsync(x => x.Count(y => y.Scheduled > back.AddSeconds(2)) >= 2);
            Assert.That(_tolls.All.Count(x => x.Scheduled > stopped.AddSeconds(1) && x.Scheduled < back), Is.LessThanOrEqualTo(1));
            Assert.That(_tolls.All.Select(x => x.MessageId), Is.Unique);
        }
    }

    [Test]
    public async Task A_clock_that_is_wrong_changes_no_time()
    {
        var ahead = new OtherClock(TimeSpan.FromHours(2));
        await using var process = await SchedulingProcess.StartAsync(_database, _tolls, ahead);
        var due = Clock.GetUtcNow().UtcDateTime.AddSeconds(6);
        await process.Scheduler.ScheduleSend(SchedulingProcess.Address, due, new BellTolled { Text = "in time" });
        await Eventually.ReadAsync("the timer stored", () => _database.ScalarAsync<long>("select count(*) from scheduler.qrtz_triggers"), x => x == 1);
        await _tolls.UntilAsync(x => x.Count == 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Clock.GetUtcNow().UtcDateTime, Is.GreaterThanOrEqualTo(due));
            Assert.That(process.Services.GetRequiredService<SchedulerClock>().Offset, Is.EqualTo(TimeSpan.FromHours(-2)).Within(TimeSpan.FromSeconds(1)));
        }
    }

    private static async Task SetAsync(SchedulingProcess process, RecurringSchedule schedule) =>
        await (await process.Services.GetRequiredService<IBus>().GetSendEndpoint(SchedulerQueue.Address))
            .ScheduleRecurringSend(SchedulingProcess.Address, schedule, new BellTolled { Text = "tick" });

    private sealed class DefaultSchedule : DefaultRecurringSchedule
    {
        public DefaultSchedule() => (ScheduleId, CronExpression, TimeZoneId) = ("hour", "* * * * * ?", "UTC");
    }

    private sealed class OtherClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
