using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Dashboard;

/// <summary>A turn of a conversation has ended, answered or not; what was said in it stays with System 1.</summary>
public sealed record SessionProgress
{
    public required Guid SessionId { get; init; }

    public required Guid TurnId { get; init; }

    public required string User { get; init; }

    /// <summary>Absent: it was answered.</summary>
    public TurnError? Error { get; init; }

    /// <summary>Calls of models and tools, in order, without what was said in them; absent: there were none, or an older version wrote it.</summary>
    public IReadOnlyList<SessionCall>? Calls { get; init; }

    /// <summary>What it took, for the profit and loss of the System 1.</summary>
    public required LedgerEntry Booked { get; init; }
}

/// <summary>A call of a model or tool in a turn.</summary>
public sealed record SessionCall
{
    /// <summary>Counted within the turn, from <c>1</c>.</summary>
    public required string Id { get; init; }

    public required string Tool { get; init; }

    public required ToolCallOutcome Outcome { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationMs { get; init; }
}
