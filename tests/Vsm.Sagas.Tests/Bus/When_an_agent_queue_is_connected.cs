using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Bus;

public sealed class When_an_agent_queue_is_connected
{
    [Test]
    public async Task It_gets_what_is_sent_to_its_name_and_nothing_else()
    {
        await using var function = await FunctionHarness.StartAsync(x => x.AddToBus(_ => { }));
        var received = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var queues = function.Services.GetRequiredService<AgentQueues>();
        foreach (var queue in (string[])["vsm.s1.1.command", "vsm.s1.2.command"])
        {
            await queues.ConnectAsync("vsm.s1", queue, 1, (_, endpoint) => endpoint.Handler<Command>(x =>
                received.Writer.WriteAsync($"{queue}: {x.Message.Text}").AsTask()), CancellationToken.None);
        }

        await function.Harness.Bus.SendToTopic("vsm.s1", "vsm.s1.2.command", new Command("two"));
        await function.Harness.Bus.SendToTopic("vsm.s1", "vsm.s1.1.command", new Command("one"));

        string[] got = [await received.Reader.ReadAsync(), await received.Reader.ReadAsync()];
        Assert.That(got, Is.EquivalentTo(["vsm.s1.2.command: two", "vsm.s1.1.command: one"]));
    }

    [Test]
    public async Task A_message_over_the_limit_is_refused_before_it_is_sent()
    {
        await using var function = await FunctionHarness.StartAsync(x => x.AddToBus(_ => { }));
        await function.Services.GetRequiredService<AgentQueues>().ConnectAsync(
            "vsm.s1", "vsm.s1.1.command", 1, (_, endpoint) => endpoint.Handler<Command>(_ => Task.CompletedTask), CancellationToken.None);

        Assert.That(
            () => function.Harness.Bus.SendToTopic("vsm.s1", "vsm.s1.1.command", new Command(new string('x', 300_000))),
            Throws.InstanceOf<MessageTooLargeException>().With.Message.Contains("at most 262144"));
        Assert.That(
            () => function.Harness.Bus.Publish(new Command(new string('x', 300_000))),
            Throws.InstanceOf<MessageTooLargeException>());
    }

    public sealed record Command(string Text);
}
