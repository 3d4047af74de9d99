using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Failures;

/// <summary>A message that left the broker as nobody could deal with it, and what became of it. Its body is in <see cref="FailedMessageContent"/>.</summary>
internal sealed record FailedMessageRow
{
    /// <summary>Made of queue, message id and body: the same message of the same queue is always the same row.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts changes of the row, and tells a second writer that it came too late.</summary>
    public int Version { get; init; }

    public required FailedMessageState State { get; init; }

    public required FailedMessageKind Kind { get; init; }

    public required string Queue { get; init; }

    public required string MessageId { get; init; }

    public string? MessageType { get; init; }

    public string? ExceptionType { get; init; }

    public required string Reason { get; init; }

    /// <summary>The reason in lower case, to search in.</summary>
    public required string Search { get; init; }

    public string? ContentType { get; init; }

    public required long Length { get; init; }

    public bool Cut { get; init; }

    /// <summary>Lists are ordered by it, so it never changes.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset FailedAt { get; init; }

    public int Failures { get; init; }

    public int Retries { get; init; }

    public int FailedRetries { get; init; }

    public Guid? ActId { get; init; }

    public string? ActBy { get; init; }

    public DateTimeOffset? ActAt { get; init; }

    public string? ActReason { get; init; }

    /// <summary>The replica's turn that is sending it; nobody else does until <see cref="ClaimedUntil"/>.</summary>
    public Guid? Claim { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Problem { get; init; }

    /// <summary>Which failures are stored, latest last: a delivery that comes twice is told from a failure that is new.</summary>
    public IReadOnlyList<string> Occurrences { get; init; } = [];
}

/// <summary>What a failed message carries.</summary>
internal sealed record FailedMessageContent
{
    public required Guid Id { get; init; }

    public required byte[] Body { get; init; }

    public string? CorrelationId { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
