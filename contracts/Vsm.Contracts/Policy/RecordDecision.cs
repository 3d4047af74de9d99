using Vsm.Contracts.Control;

namespace Vsm.Contracts.Policy;

/// <summary>A person answers a task that waits; answered by <see cref="DecisionRecorded"/> or <see cref="DecisionRefused"/>.</summary>
public sealed record RecordDecision
{
    public required Guid TaskId { get; init; }

    public required PersonDecision Decision { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>With <see cref="PersonDecision.Approve"/>: approve this instead of the agent's output.</summary>
    public string? Output { get; init; }
}

/// <summary>The decision counts.</summary>
public sealed record DecisionRecorded
{
    public required Guid TaskId { get; init; }

    public required Guid DecisionId { get; init; }
}

/// <summary>The decision does not count: the task does not wait, or does not take this answer.</summary>
public sealed record DecisionRefused
{
    public required Guid TaskId { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A person decided; the saga acts on it if the task still waits at that step.</summary>
public sealed record PersonDecided
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required Guid DecisionId { get; init; }

    public required int Step { get; init; }

    public required PersonDecision Decision { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public string? Output { get; init; }
}
