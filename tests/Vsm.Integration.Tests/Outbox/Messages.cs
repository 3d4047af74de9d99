namespace Vsm.Integration.Tests.Outbox;

public interface IOrderEvent
{
    int Number { get; }
}

public sealed record OrderPlaced : IOrderEvent
{
    public required int Number { get; init; }
}

public sealed record PlaceOrder
{
    public required int Number { get; init; }
}
