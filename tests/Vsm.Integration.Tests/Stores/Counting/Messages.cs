namespace Vsm.Integration.Tests.Stores.Counting;

public sealed record OpenCounter
{
    public required Guid CounterId { get; init; }
}

public sealed record CountOne
{
    public required Guid CounterId { get; init; }
}
