using Vsm.Contracts.Control;

namespace Vsm.Contracts.Dashboard;

/// <summary>An account as Control keeps it: what may be spent, what was, and what is set aside for attempts at work.</summary>
public sealed record BudgetProgress
{
    public required BudgetKind Kind { get; init; }

    /// <summary>The System 1 or the task; absent for the VSM instance.</summary>
    public Guid? Subject { get; init; }

    /// <summary>Counts the changes of the account; later ones win.</summary>
    public required long Version { get; init; }

    /// <summary>In USD; absent: no cap.</summary>
    public decimal? Cap { get; init; }

    public required decimal Spent { get; init; }

    public required decimal Reserved { get; init; }
}
