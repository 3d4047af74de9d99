using Vsm.Contracts.Control;

namespace Vsm.Contracts.Http;

/// <summary>What may be spent and was. Amounts are in USD.</summary>
public sealed record BudgetView
{
    public required BudgetKind Kind { get; init; }

    /// <summary>Where it is changed: <c>vsm</c>, <c>system:NAME</c> or <c>task:NUMBER</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The System 1 or the task; absent for the VSM instance.</summary>
    public Guid? Subject { get; init; }

    /// <summary>Absent: no cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary>Since the cap was first set, or, without one, since ever.</summary>
    public required decimal Spent { get; init; }

    /// <summary>Set aside for attempts at work.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>Neither spent nor set aside; absent: no cap.</summary>
    public decimal? Left { get; init; }

    /// <summary>For a VSM instance and a System 1.</summary>
    public LedgerView? Ledger { get; init; }
}

/// <summary>Profit and loss. Amounts are in USD.</summary>
public sealed record LedgerView
{
    /// <summary>What its work cost.</summary>
    public required decimal Doing { get; init; }

    /// <summary>What judging its work cost.</summary>
    public required decimal Judging { get; init; }

    /// <summary>The part of both that nobody counted: calls that broke off, at the most that they can have cost.</summary>
    public required decimal Uncounted { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Results approved.</summary>
    public required long Approved { get; init; }

    /// <summary>What was approved is worth: the cost limits that the tasks were handed in with.</summary>
    public required decimal ApprovedValue { get; init; }

    /// <summary><see cref="ApprovedValue"/> less <see cref="Doing"/> and <see cref="Judging"/>.</summary>
    public required decimal Profit { get; init; }
}

/// <summary>The body of a <c>PUT</c> of a budget.</summary>
public sealed record SetBudgetRequest
{
    /// <summary>The new cap in USD; null: none.</summary>
    public decimal? Cap { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The body of a raise.</summary>
public sealed record RaiseBudgetRequest
{
    /// <summary>So much more than now, in USD.</summary>
    public required decimal Amount { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}
