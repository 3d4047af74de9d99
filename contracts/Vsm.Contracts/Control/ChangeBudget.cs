using System.Text.Json.Serialization;

namespace Vsm.Contracts.Control;

/// <summary>
/// Sets or raises the cap of a VSM instance or of a System 1; tasks that wait for it go on when it suffices. An account is opened with its first cap and
/// counts from then on. The limit of a task is raised by <see cref="RaiseTaskBudget"/>.
/// </summary>
public sealed record ChangeBudget
{
    /// <summary>The same request changes the cap once, however often it comes.</summary>
    public required Guid RequestId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required BudgetKind Kind { get; init; }

    /// <summary>The System 1; absent for the VSM instance.</summary>
    public Guid? Subject { get; init; }

    /// <summary>The new cap in USD. Without it and without <see cref="Raise"/> there is no cap any more.</summary>
    public decimal? Cap { get; init; }

    /// <summary>So much more than now, in USD, instead of <see cref="Cap"/>.</summary>
    public decimal? Raise { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What a budget is of. There may be more kinds later; who does not know one leaves it alone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetKind>))]
public enum BudgetKind
{
    Vsm,

    System,

    /// <summary>A task with the tasks below it.</summary>
    Task,
}
