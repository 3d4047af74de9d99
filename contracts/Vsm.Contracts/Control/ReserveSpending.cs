namespace Vsm.Contracts.Control;

/// <summary>
/// Sets money aside for work of a System 1 that is no task, in its budget and that of its VSM instance; answered by <see cref="SpendingGranted"/> or
/// <see cref="SpendingRefused"/>. Asked again, it replaces what was set aside before. Whoever asks has to settle it.
/// </summary>
public sealed record ReserveSpending
{
    public required Guid SpendingId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required Guid AgentId { get; init; }

    /// <summary>In USD; more than 0.</summary>
    public required decimal Wanted { get; init; }
}

/// <summary>So much may be spent.</summary>
public sealed record SpendingGranted
{
    public required Guid SpendingId { get; init; }

    /// <summary>In USD; at most what was asked for.</summary>
    public required decimal Amount { get; init; }
}

/// <summary>A budget has nothing left.</summary>
public sealed record SpendingRefused
{
    public required Guid SpendingId { get; init; }

    /// <summary>Which, and what to do.</summary>
    public required string Reason { get; init; }
}

/// <summary>The work has ended, and cost so much; what was said first counts.</summary>
public sealed record SettleSpending
{
    public required Guid SpendingId { get; init; }

    /// <summary>In USD.</summary>
    public required decimal Cost { get; init; }
}
