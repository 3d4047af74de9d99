using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Budgets;

/// <summary>What may be spent, what was, and what is set aside for attempts at work. Amounts are in USD.</summary>
internal sealed class BudgetAccount
{
    public required string Key { get; init; }

    public required string Vsm { get; init; }

    public required BudgetKind Kind { get; init; }

    /// <summary>The System 1 or the task.</summary>
    public Guid? Subject { get; init; }

    /// <summary>Null: no cap.</summary>
    public decimal? Cap { get; set; }

    /// <summary>What the organisation last said of the cap: only when that changes does it win over what people set.</summary>
    public decimal? Configured { get; set; }

    public decimal Spent { get; set; }

    public decimal Reserved { get; set; }

    /// <summary>For a task: whether its saga is known to draw on it, before which nobody else may.</summary>
    public bool Opened { get; set; }

    public long Version { get; set; }

    /// <summary>The latest changes of the cap that were asked for.</summary>
    public Guid[] Requests { get; set; } = [];

    public decimal Left => Cap is { } cap ? cap - Spent - Reserved : decimal.MaxValue;
}

/// <summary>What is set aside for an attempt, in each of the accounts that it draws on.</summary>
internal sealed class Reservation
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>0 once it is settled.</summary>
    public decimal Amount { get; set; }

    /// <summary>What the attempt did cost; null until it is settled.</summary>
    public decimal? Actual { get; set; }

    public string[] Accounts { get; set; } = [];

    public required DateTimeOffset At { get; set; }

    public int Version { get; set; }
}
