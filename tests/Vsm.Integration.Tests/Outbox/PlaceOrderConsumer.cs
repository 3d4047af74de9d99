using MassTransit;

namespace Vsm.Integration.Tests.Outbox;

/// <summary>Stores an order and says so, twice; what a test wants to happen in between comes from it.</summary>
internal sealed class PlaceOrderConsumer(OutboxDbContext context, Interference interference) : IConsumer<PlaceOrder>
{
    public async Task Consume(ConsumeContext<PlaceOrder> message)
    {
        var number = message.Message.Number;
        await message.Publish(new OrderPlaced { Number = number });
        context.Add(new Order { Number = number });
        await interference.HappenAsync(context, number);
        await message.Publish(new OrderPlaced { Number = -number });
    }
}

/// <summary>What a test does while a message is consumed.</summary>
internal sealed class Interference(Func<OutboxDbContext, int, int, Task> happen)
{
    private int _count;

    public int Count => _count;

    public Task HappenAsync(OutboxDbContext context, int number) => happen(context, number, Interlocked.Increment(ref _count));
}
