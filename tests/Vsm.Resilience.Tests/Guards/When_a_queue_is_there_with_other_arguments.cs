using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Bus.Queues;
using Vsm.Testing;

namespace Vsm.Resilience.Tests.Guards;

public sealed class When_a_queue_is_there_with_other_arguments : GuardsTest
{
    [TestCase("x-delivery-limit", 20, "received '50' but current is '20'")]
    [TestCase("x-dead-letter-exchange", "elsewhere", "received 'vsm.dead-letters' but current is 'elsewhere'")]
    [TestCase("x-queue-type", "classic", "x-queue-type")]
    public async Task The_process_does_not_start(string argument, object value, string expected)
    {
        await DeclareAsync(GuardedProcess.Queue, argument, value);
        Assert.That(
            () => GuardedProcess.StartAsync(_ => Task.CompletedTask),
            Throws.InstanceOf<QueueMismatchException>().With.Message.Contains(GuardedProcess.Queue).And.Message.Contains(expected).And.Message.Contains("x-overflow=reject-publish"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Those_that_it_made_itself_are_no_others(bool singleActive)
    {
        for (var i = 0; i < 2; i++)
        {
            await using var process = await GuardedProcess.StartAsync(
                _ => throw new MessageRefusedException("on purpose"),
                x => x.AddToBus(bus => bus.AddConfigureEndpointsCallback((_, endpoint) =>
                {
                    if (singleActive && endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
                    {
                        rabbitMq.SingleActiveConsumer = true;
                    }
                })));
            await process.SendAsync("to the error queue");
            await Broker.PublishAsync(GuardedProcess.Queue, """{"messageType":["urn:message:A:B"],"message":{}}""", "application/vnd.masstransit+json");
            foreach (var suffix in (string[])["_error", "_skipped"])
            {
                // Counted, as a queue with a single active consumer cannot be taken from.
                await Eventually.ReadAsync(suffix, () => Broker.CountAsync(GuardedProcess.Queue + suffix), x => x == i + 1);
            }
        }
    }

    [Test]
    public async Task A_service_says_so_in_one_line()
    {
        await using var database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);
        await DeclareAsync("vsm.s5.decisions", "x-delivery-limit", 20);
        await using var service = ServiceProcess.Start("Vsm.S5.Policy", [], ServiceSettings.Of(TheBroker.Server.Uri, database.ConnectionString));
        var exitCode = await service.ExitAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1), service.Output);
            Assert.That(service.Output, Does.Contain("Queue vsm.s5.decisions is there with other arguments").And.Contain("x-delivery-limit"));
            Assert.That(service.Output, Does.Not.Contain("   at "), "no stack trace");
        }

        await DeleteAsync("vsm.s5.decisions");
    }

    [Test]
    public async Task An_agent_gets_no_queue_and_hears_why()
    {
        const string Queue = "vsm.s1.guards-1.command";
        await using var process = await GuardedProcess.StartAsync(_ => Task.CompletedTask);
        await DeclareAsync(Queue, "x-delivery-limit", 20);

        Assert.That(
            () => process.Services.GetRequiredService<AgentQueues>().ConnectAsync("vsm.s1", Queue, 1, (_, _) => { }, CancellationToken.None),
            Throws.InstanceOf<QueueMismatchException>().With.Message.Contains(Queue).And.Message.Contains("x-delivery-limit"));
        await DeleteAsync(Queue);
    }

    private async Task DeclareAsync(string queue, string argument, object value)
    {
        var arguments = QueueArguments.Ours.ToDictionary(x => x.Key, x => (object?)x.Value);
        if (value is "classic")
        {
            arguments.Clear();
        }

        arguments[argument] = value;
        await using var channel = await Broker.OpenAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
    }

    private async Task DeleteAsync(string queue)
    {
        await using var channel = await Broker.OpenAsync();
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
    }
}
