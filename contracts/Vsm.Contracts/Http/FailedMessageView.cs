namespace Vsm.Contracts.Http;

/// <summary>A message that nobody could deal with.</summary>
public sealed record FailedMessageView
{
    public required Guid Id { get; init; }

    public required FailedMessageState State { get; init; }

    public required FailedMessageKind Kind { get; init; }

    /// <summary>The queue that it was in; a retry sends it there.</summary>
    public required string Queue { get; init; }

    public required string MessageId { get; init; }

    /// <summary>The contract, such as <c>Vsm.Contracts.Control:AssignTaskMessage</c>; absent when the message does not say.</summary>
    public string? MessageType { get; init; }

    public string? ExceptionType { get; init; }

    public required string Reason { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Length of the body as it came, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The body was too long to be kept whole, so it cannot be retried.</summary>
    public bool Cut { get; init; }

    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>How often it came here.</summary>
    public required int Failures { get; init; }

    /// <summary>How often it was sent again, or is about to be.</summary>
    public int Retries { get; init; }

    /// <summary>How many of its retries failed.</summary>
    public int FailedRetries { get; init; }

    /// <summary>So many retries failed that another one needs a note that says why it may help.</summary>
    public bool NeedsNote { get; init; }

    /// <summary>The request that last retried or discarded it; see <see cref="FailedMessagesProgress"/>.</summary>
    public Guid? ActId { get; init; }

    public string? ActBy { get; init; }

    public DateTimeOffset? ActAt { get; init; }

    /// <summary>The note of the retry, the reason of the discarding.</summary>
    public string? ActReason { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it was resolved or discarded.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the last retry could not be sent.</summary>
    public string? Problem { get; init; }

    /// <summary>Not in lists.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body where it is text; not in lists.</summary>
    public string? Body { get; init; }

    /// <summary>The body where it is no text, in Base64; not in lists.</summary>
    public string? BodyBase64 { get; init; }
}

/// <summary>Failed messages that have their exception type, contract and queue in common.</summary>
public sealed record FailedMessageGroup
{
    public string? ExceptionType { get; init; }

    public string? MessageType { get; init; }

    public required string Queue { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset LastFailedAt { get; init; }
}

/// <summary>What became of the messages that a request retried or discarded, as far as no later request took them up.</summary>
public sealed record FailedMessagesProgress
{
    public required Guid ActId { get; init; }

    public required int Total { get; init; }

    /// <summary>Not sent yet.</summary>
    public required int Retrying { get; init; }

    /// <summary>Sent; may still come back.</summary>
    public required int Sent { get; init; }

    public required int Resolved { get; init; }

    /// <summary>Came back, or could not be sent.</summary>
    public required int Failed { get; init; }

    public required int Discarded { get; init; }
}
