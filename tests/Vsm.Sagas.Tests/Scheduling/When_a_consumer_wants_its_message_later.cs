using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Scheduling;

public sealed class When_a_consumer_wants_its_message_later
{
    [Test]
    public async Task It_comes_again_from_the_scheduler_and_is_known_as_the_same()
    {
        var tries = new ConcurrentQueue<(int Redelivery, Guid? Original)>();
        await using var bench = await SchedulerBench.StartAsync(bus =>
        {
            bus.AddSingleton(tries);
            bus.AddConsumer<Reluctant, ReluctantDefinition>();
        });
        var id = NewId.NextGuid();
        await bench.Bus.Publish(new Chore(), x => x.MessageId = id);

        await Eventually.ReadAsync("tries", () => Task.FromResult(tries.Count), x => x >= 3, TimeSpan.FromSeconds(60));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tries.Select(x => x.Redelivery), Is.EqualTo([0, 1, 2]));
            Assert.That(tries.Select(x => x.Original), Is.All.EqualTo(id));
        }
    }

    public sealed record Chore;

    private sealed class Reluctant(ConcurrentQueue<(int Redelivery, Guid? Original)> tries) : IConsumer<Chore>
    {
        public Task Consume(ConsumeContext<Chore> context)
        {
            tries.Enqueue((context.GetRedeliveryCount(), context.GetOriginalMessageId()));
            return tries.Count < 3 ? throw new InvalidOperationException("not now") : Task.CompletedTask;
        }
    }

    private sealed class ReluctantDefinition : ConsumerDefinition<Reluctant>
    {
        public ReluctantDefinition() => EndpointName = "vsm.tests.chores";

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Reluctant> consumerConfigurator, IRegistrationContext context) =>
            consumerConfigurator.UseScheduledRedelivery(x => x.Interval(3, TimeSpan.FromMilliseconds(200)));
    }
}
