using Vsm.Contracts.Control;

namespace Vsm.Contracts.Http;

/// <summary>A person's answer to a task that waits.</summary>
public sealed record DecisionRequest
{
    public required PersonDecision Decision { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>With <c>Approve</c>: approve this instead of the agent's output.</summary>
    public string? Output { get; init; }
}

/// <summary>Why a task is cancelled.</summary>
public sealed record CancelRequest
{
    public string? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A higher cost limit for a task that is not final.</summary>
public sealed record BudgetRequest
{
    /// <summary>The new limit in USD, higher than the one it has.</summary>
    public required decimal CostLimit { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A draining to start or end.</summary>
public sealed record DrainRequest
{
    public bool Drain { get; init; } = true;

    public string? By { get; init; }

    public string? Reason { get; init; }
}
