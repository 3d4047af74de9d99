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

    /// <summary>What it took, for the profit and loss of the System 1.</summary>
    public required LedgerEntry Booked { get; init; }
}
