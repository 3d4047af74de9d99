namespace Vsm.Contracts.Control;

/// <summary>A task below this one is about to spend: from here on the task keeps an account that both draw on; answered by <see cref="CheckTaskBudget"/>.</summary>
public sealed record OpenTaskBudget
{
    public required Guid TaskId { get; init; }

    /// <summary>The task that waits for the account.</summary>
    public required Guid ChildTaskId { get; init; }

    /// <summary>The step at which it waits.</summary>
    public required int ChildStep { get; init; }
}

/// <summary>There may be money for a task that waits for it; ignored when the task has moved on since.</summary>
public sealed record CheckTaskBudget
{
    public required Guid TaskId { get; init; }

    public required int Step { get; init; }

    /// <summary>The task above that keeps an account now.</summary>
    public Guid? OpenedBy { get; init; }
}
