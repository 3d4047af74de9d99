using System.Globalization;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Scheduling;

public sealed class When_the_scheduler_has_two_nodes
{
    private const int Count = 1000;
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(5);
    private SchedulerNodes _nodes = null!;

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [SetUp]
    public async Task StartAsync() => _nodes = await SchedulerNodes.CreateAsync();

    [TearDown]
    public async Task StopAsync()
    {
        if (_nodes is not null)
        {
            await _nodes.DisposeAsync();
        }
    }

    [Test]
    public async Task Timers_outlast_an_outage_of_both()
    {
        var nodes = await Task.WhenAll(_nodes.StartAsync(), _nodes.StartAsync());
        await ExpectDistinctIdsAsync();
        var first = Now.AddSeconds(45);
        var storing = await _nodes.SetAsync(Count, x => first.AddMilliseconds(10 * x));
        await Task.WhenAll(nodes.Select(x => x.SignalAsync("KILL")));
        Assert.That(Now, Is.LessThan(first), "none came due before the outage");
        await Eventually.ReadAsync("all timers due", () => Task.FromResult(Now), x => x > first.AddMilliseconds(10 * Count), TimeSpan.FromMinutes(2));

        Task[] starting = [_nodes.StartAsync(), _nodes.StartAsync()];
        await Task.WhenAny(starting);
        var back = Now;
        await _nodes.AllInAsync(Count);
        await Task.WhenAll(starting);
        Expect(back, (2 * MostLate).OrAsLongAs(2 * storing));
    }

    [Test]
    public async Task One_of_them_may_die_while_timers_fire()
    {
        var nodes = await Task.WhenAll(_nodes.StartAsync(), _nodes.StartAsync());
        var first = Now.AddSeconds(30);
        var storing = await _nodes.SetAsync(Count, x => first.AddMilliseconds(5 * x));
        await Eventually.ReadAsync("some timers", () => Task.FromResult(_nodes.All.Count), x => x >= Count / 10, TimeSpan.FromMinutes(2));
        await nodes[0].SignalAsync("KILL");
        var killed = Now;
        await _nodes.AllInAsync(Count);
        Expect(killed, (2 * MostLate).OrAsLongAs(2 * storing));
    }

    [TestCase("timer-due")]
    [TestCase("timer-sent")]
    public async Task A_crash_between_firing_and_sending_neither_loses_nor_doubles(string point)
    {
        var crashing = await _nodes.StartAsync(("VSM_CRASH_AT", $"{point}:3"));
        var first = Now.AddSeconds(5);
        await _nodes.SetAsync(10, x => first.AddMilliseconds(x));
        await crashing.ExitAsync();
        var ended = Now;
        await _nodes.StartAsync();
        var back = Now;
        await _nodes.AllInAsync(10);
        Expect(back, MostLate.OrAsLongAs(back - ended));
        if (point == "timer-sent")
        {
            Assert.That(_nodes.All, Has.Count.GreaterThan(10), "what was sent but not noted is sent again");
        }
    }

    /// <summary>Each came, under one id however often, none before its time, and none long after it or after somebody was there to send it.</summary>
    private void Expect(DateTime back, TimeSpan mostLate)
    {
        var all = _nodes.All;
        var acting = all.GroupBy(x => x.MessageId).Select(x => x.MinBy(y => y.At)!).ToList();
        var late = acting.Select(x => x.At - (x.Due > back ? x.Due : back)).Order().ToList();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{acting.Count} timers, {all.Count - acting.Count} copies; late: least {late[0].TotalSeconds:0.000} s, median {late[late.Count / 2].TotalSeconds:0.000} s, most {late[^1].TotalSeconds:0.000} s"));
        TestContext.Out.WriteLine("per second: " + string.Join(' ', late.GroupBy(x => (int)Math.Floor(x.TotalSeconds)).Select(x => $"{x.Key}:{x.Count()}")));
        TestContext.Out.WriteLine(_nodes.Warnings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(acting.Select(x => x.Number), Is.Unique, "a copy has the id of what it copies");
            Assert.That(all.Min(x => x.At - x.Due), Is.GreaterThanOrEqualTo(TimeSpan.Zero));
            Assert.That(late[^1], Is.LessThan(mostLate));
        }
    }

    private async Task ExpectDistinctIdsAsync() => Assert.That(
        await Eventually.ReadAsync("nodes", () => _nodes.Database.ScalarAsync<long>("select count(distinct instance_name) from scheduler.qrtz_scheduler_state"), x => x == 2),
        Is.EqualTo(2));
}
