using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Vsm.Contracts.Operations;

namespace Vsm.Integration.Tests.Services;

public sealed class When_queues_are_declared : ServicesTest
{
    private const string Journal = "vsm.dashboard.journal";

    // Entries are chained in the order in which they come, and of two commands for a timer the later one counts.
    private static readonly string[] Ordered = [Journal, "vsm.s3.scheduler"];

    private static IEnumerable<string> Queues => Topology.Queues;

    [TestCaseSource(nameof(Queues))]
    public async Task Their_arguments_are_the_final_ones(string queue) => await ExpectAsync(queue, Arguments(queue));

    [Test]
    public async Task Queues_of_agents_are_no_exception()
    {
        var (exitCode, _, output) = await RunAsync("sales-report", "queues");
        Assert.That(exitCode, Is.Zero, output);
        await ExpectAsync(AgentQueueNames.Of("queues", 1), Arguments("of an agent"));
    }

    [Test]
    public void Both_transports_configure_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Topology.Of("InMemory"), Is.EqualTo(Topology.Of("RabbitMq")));
            Assert.That(Topology.Queues, Is.SupersetOf((string[])["vsm.s3.tasks", "vsm.s3.intake", "vsm.s5.decisions", Journal]));
            Assert.That(Topology.Queues, Is.All.Match(@"^vsm\.(s1|s3|s3star|s5|dashboard)\.[a-z0-9-]+$"));
        }
    }

    [Test]
    public async Task Dead_letters_have_a_queue_that_outlives_a_node()
    {
        await using var channel = await Broker.OpenAsync();
        await channel.ExchangeDeclarePassiveAsync("vsm.dead-letters");
        await DeclareAsync("vsm.dead-letters", new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
    }

    private static async Task ExpectAsync(string queue, Dictionary<string, object?> arguments)
    {
        await DeclareAsync(queue, arguments);
        foreach (var (name, other) in ((string, object?)[])[("x-queue-type", "classic"), ("x-delivery-limit", 51), ("x-dead-letter-exchange", "elsewhere")])
        {
            Assert.That(
                () => DeclareAsync(queue, new Dictionary<string, object?>(arguments) { [name] = other }),
                Throws.InstanceOf<OperationInterruptedException>().With.Message.Contains("406").And.Message.Contains(name),
                $"{queue} with another {name}");
        }
    }

    // RabbitMQ takes a declaration of a queue that is there only with the arguments that it has.
    private static async Task DeclareAsync(string queue, IDictionary<string, object?> arguments)
    {
        Assert.That(await Broker.CountAsync(queue), Is.Not.Null, $"{queue} is there");
        await using var channel = await Broker.OpenAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
    }

    private static Dictionary<string, object?> Arguments(string queue)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = 50,
            ["x-dead-letter-exchange"] = "vsm.dead-letters",
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        if (Ordered.Contains(queue))
        {
            arguments["x-single-active-consumer"] = true;
        }

        return arguments;
    }
}
