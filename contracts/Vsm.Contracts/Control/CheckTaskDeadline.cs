namespace Vsm.Contracts.Control;

/// <summary>The time limit of a task's state passed; ignored when the task has moved on since.</summary>
public sealed record CheckTaskDeadline
{
    public required Guid TaskId { get; init; }

    /// <summary>The step that the limit belongs to.</summary>
    public required int Step { get; init; }
}
