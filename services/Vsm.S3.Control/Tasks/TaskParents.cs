using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Tasks;

/// <summary>Which tasks a task is a part of.</summary>
internal static class TaskParents
{
    private const int Deepest = 16;

    /// <returns>From the top; none: it is no part of another.</returns>
    /// <exception cref="MessageRefusedException">It cannot be a part of that one.</exception>
    public static async Task<IReadOnlyList<Guid>> AboveAsync(AssignTaskMessage task, ControlDbContext db, CancellationToken cancel)
    {
        if (task.ParentTaskId is not { } id)
        {
            return [];
        }

        // It may have been handed in a moment ago, so that another look helps.
        var parent = await db.Tasks.AsNoTracking().SingleOrDefaultAsync(x => x.CorrelationId == id, cancel)
            ?? throw new InvalidOperationException($"Task {task.TaskId} is a part of task {id}, which there is not (yet). Hand that in first.");
        if (parent.Vsm != task.Vsm)
        {
            throw new MessageRefusedException($"Task {task.TaskId} is for VSM {task.Vsm} and a part of task {id}, which is of VSM {parent.Vsm}.");
        }

        if (TaskStates.IsFinal(parent.CurrentState))
        {
            throw new MessageRefusedException($"Task {task.TaskId} is a part of task {id}, which has ended as {parent.CurrentState}.");
        }

        IReadOnlyList<Guid> above = [.. parent.Money?.Above ?? [], id];
        return above.Count <= Deepest
            ? above
            : throw new MessageRefusedException($"Task {task.TaskId} is {above.Count} tasks below the one at the top; at most {Deepest} are possible.");
    }

    public static TaskMoney? Money(TaskLimits limits, IReadOnlyList<Guid> above) =>
        above.Count == 0 && limits is { CostPerAttempt: null, CostPerCall: null }
            ? null
            : new TaskMoney { Above = above, PerAttempt = limits.CostPerAttempt, PerCall = limits.CostPerCall };
}
