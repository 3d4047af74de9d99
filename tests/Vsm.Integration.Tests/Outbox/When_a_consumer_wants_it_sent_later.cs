using MassTransit;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_a_consumer_wants_it_sent_later : OutboxTest
{
    [Test]
    public async Task It_waits_for_its_time_and_keeps_nothing_else_waiting()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var host = await OutboxHost.StartAsync(
            Database, Arrivals,
            bus => bus.AddConsumer<ReminderConsumer>(),
            (endpoint, context) =>
            {
                endpoint.UseEntityFrameworkOutbox<OutboxDbContext>(context);
                endpoint.ConfigureConsumer<ReminderConsumer>(context);
            },
            clock);
        await (await host.Bus.GetSendEndpoint(new Uri($"queue:{OutboxHost.Commands}"))).Send(new PlaceOrder { Number = 1 });
        await Arrivals.UntilAsync(x => x.Contains(-1));
        Assert.That(Arrivals.Numbers, Is.EqualTo([-1]));

        clock.Advance(TimeSpan.FromHours(2));
        await Arrivals.UntilAsync(x => x.Contains(1));
        await host.EmptyAsync();
        Assert.That(Arrivals.Numbers, Is.EqualTo([-1, 1]));
    }

    private sealed class ReminderConsumer : IConsumer<PlaceOrder>
    {
        public async Task Consume(ConsumeContext<PlaceOrder> context)
        {
            await context.Publish(new OrderPlaced { Number = context.Message.Number }, x => x.Delay = TimeSpan.FromHours(1));
            await context.Publish(new OrderPlaced { Number = -context.Message.Number });
        }
    }
}
