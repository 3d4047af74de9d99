namespace Vsm.S3.Control.Budgets;

/// <summary>Asks for money for an attempt.</summary>
internal sealed record ReserveMoney
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Those that may be there; those of tasks have to.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    public required decimal Wanted { get; init; }

    /// <summary>With less the attempt is not begun.</summary>
    public required decimal Least { get; init; }

    /// <summary>Accounts of tasks of which is known that they are open.</summary>
    public IReadOnlyList<string> Opened { get; init; } = [];

    /// <summary>Where it is not given, what was set aside for the attempt before stays.</summary>
    public bool Keeps { get; init; }
}

/// <summary>Where a task is when its account is opened.</summary>
internal sealed record OpenAccount
{
    public required Guid TaskId { get; init; }

    public required string Vsm { get; init; }

    public required decimal Cap { get; init; }

    /// <summary>By attempts that have ended.</summary>
    public required decimal Spent { get; init; }

    /// <summary>The attempt at hand.</summary>
    public int? OpenAttempt { get; init; }

    public decimal Reserved { get; init; }
}

/// <summary>The answer to <see cref="ReserveMoney"/>: one of the nested records.</summary>
internal abstract record Grant
{
    internal sealed record Given(decimal Amount, IReadOnlyList<string> Accounts) : Grant;

    /// <summary>This account has too little.</summary>
    internal sealed record Short(BudgetAccount Account) : Grant;

    /// <summary>This task above has no open account yet.</summary>
    internal sealed record Missing(Guid Task) : Grant;
}
