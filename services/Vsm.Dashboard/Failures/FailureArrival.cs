using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Failures;

/// <summary>A failed message as it comes from the broker, read as far as it can be.</summary>
internal sealed record FailureArrival
{
    public required Guid RowId { get; init; }

    public required FailedMessageKind Kind { get; init; }

    /// <summary>The queue that it failed in.</summary>
    public required string Queue { get; init; }

    public required string MessageId { get; init; }

    public string? MessageType { get; init; }

    public string? ExceptionType { get; init; }

    public required string Reason { get; init; }

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public required byte[] Body { get; init; }

    public required long Length { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The same for every delivery of this failure, another for the next failure of the same message.</summary>
    public required string Occurrence { get; init; }

    /// <summary>Which retry it comes back from.</summary>
    public int? Retry { get; init; }

    public bool Cut => Length > Body.Length;
}
