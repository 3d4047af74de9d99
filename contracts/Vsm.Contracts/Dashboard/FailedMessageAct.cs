namespace Vsm.Contracts.Dashboard;

/// <summary>What a person did with a message that had failed.</summary>
public sealed record FailedMessageAct
{
    /// <summary>The same for all messages of one request.</summary>
    public required Guid ActId { get; init; }

    public required Guid FailedMessageId { get; init; }

    public required string Queue { get; init; }

    public required string MessageId { get; init; }

    public required string By { get; init; }

    /// <summary>The note of a retry, the reason of a discarding.</summary>
    public string? Reason { get; init; }

    /// <summary>For a retry: which one it is, counted from 1.</summary>
    public int? Retry { get; init; }
}
