using System.Net;
using MassTransit;
using RabbitMQ.Client;

namespace Vsm.Resilience.Tests.Guards;

public sealed class When_an_endpoint_is_dead : GuardsTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Test]
    public async Task A_message_that_nothing_ends_makes_liveness_fail()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var process = await GuardedProcess.StartAsync(
            x => never.Task,
            ("Vsm:HandlerLimit", "00:00:02"), ("Vsm:OutagePatience", "00:00:01"), ("Vsm:Watchdog:Patience", "00:00:02"), ("Vsm:Watchdog:Interval", "00:00:00.500"),
            ("Vsm:DrainTimeout", "00:00:01"));
        Assert.That((await process.ProbeAsync("live")).Status, Is.EqualTo(HttpStatusCode.OK));

        await process.SendAsync("for ever");

        var (_, body) = await process.ProbeUntilAsync("live", HttpStatusCode.ServiceUnavailable, Limit);
        Assert.That(body.ToString(), Does.Contain($"Queue {GuardedProcess.Queue}: a message has been in work since"));
        never.SetResult();
        Assert.That((await process.ProbeAsync("live")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "it stays so");
    }

    [Test]
    public async Task A_connection_that_breaks_again_and_again_makes_liveness_fail()
    {
        await using var process = await GuardedProcess.StartAsync(
            x => x.Message.What == "bad" ? BreakAsync(x) : TakeAWhileAsync(x),
            ("Vsm:ConcurrentMessages", "4"), ("Vsm:Watchdog:Patience", "00:00:10"), ("Vsm:Watchdog:Interval", "00:00:01"), ("Vsm:DrainTimeout", "00:00:05"));

        await Task.WhenAll(Enumerable.Range(0, 81).Select(x => process.SendAsync(x == 8 ? "bad" : $"{x}")));

        var (_, body) = await process.ProbeUntilAsync("live", HttpStatusCode.ServiceUnavailable, Limit);
        Assert.That(body.ToString(), Does.Contain($"Queue {GuardedProcess.Queue}: messages have been ready since"));
    }

    [Test]
    public async Task A_broker_that_is_away_does_not()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var process = await GuardedProcess.StartAsync(
            x =>
            {
                done.TrySetResult();
                return Task.CompletedTask;
            },
            ("Vsm:Watchdog:Patience", "00:00:02"), ("Vsm:Watchdog:Interval", "00:00:00.500"));
        await process.ProbeUntilAsync("ready", HttpStatusCode.OK, Limit);
        await TheBroker.Server.WriteDownQueuesAsync();

        await TheBroker.Server.KillAsync();
        var (_, body) = await process.ProbeUntilAsync("ready", HttpStatusCode.ServiceUnavailable, Limit);
        Assert.That(body.GetProperty("checks").GetProperty("broker").GetProperty("status").GetString(), Is.EqualTo("Unhealthy"));
        await TheBroker.Server.RestartAsync();
        await ConnectAgainAsync();

        await process.ProbeUntilAsync("ready", HttpStatusCode.OK, Limit);
        await process.SendAsync("after");
        await done.Task.WaitAsync(Limit);
        Assert.That((await process.ProbeAsync("live")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task TakeAWhileAsync(ConsumeContext<Work> context)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        await timer.WaitForNextTickAsync(context.CancellationToken);
    }

    // Past all limits of ours, on the connection of the bus: the broker closes it, and does so again when the message comes back.
    private static async Task BreakAsync(ConsumeContext<Work> context)
    {
        var channel = context.ReceiveContext.GetPayload<MassTransit.RabbitMqTransport.ChannelContext>().Channel;
        var properties = new BasicProperties { Headers = new Dictionary<string, object?> { ["Large"] = new string('x', 140_000) } };
        await channel.BasicPublishAsync("", "nowhere", mandatory: false, properties, ReadOnlyMemory<byte>.Empty);
    }
}
