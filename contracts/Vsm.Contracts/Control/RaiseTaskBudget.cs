namespace Vsm.Contracts.Control;

/// <summary>Sets a higher cost limit; a task that waits for budget goes on when the limit suffices.</summary>
public sealed record RaiseTaskBudget
{
    public required Guid TaskId { get; init; }

    /// <summary>The new limit in USD.</summary>
    public required decimal CostLimit { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}
