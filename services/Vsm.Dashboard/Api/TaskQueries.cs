using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class TaskQueries
{
    private const int MostCalls = 1000;

    /// <summary>The task of a GUID, or of a number in a VSM instance.</summary>
    /// <exception cref="RefusedRequestException">There is none.</exception>
    public static async Task<TaskRow> TaskAsync(this DashboardDbContext db, string id, string vsm, CancellationToken cancel)
    {
        var tasks = db.Tasks.AsNoTracking();
        var task = Guid.TryParse(id, out var guid) ? await tasks.FirstOrDefaultAsync(x => x.Id == guid, cancel)
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await tasks.FirstOrDefaultAsync(x => x.Vsm == vsm && x.Number == number, cancel)
                : null;
        return task ?? throw new RefusedRequestException(Problems.NotFound(
            $"There is no task '{Text.Cut(id, 80)}' in the VSM '{Text.Cut(vsm, 80)}'; expected the GUID or the number of a task."));
    }

    /// <summary>What interruptions of the task's attempts meant for its calls; null: there were none.</summary>
    public static async Task<TaskRecovery?> RecoveryAsync(this DashboardDbContext db, Guid task, CancellationToken cancel)
    {
        var calls = await db.Calls.AsNoTracking().Where(x => x.TaskId == task).OrderByDescending(x => x.Sequence).Take(MostCalls).Select(x => x.Call).ToListAsync(cancel);
        var recovered = calls.Select(x => x.Recovery).OfType<CallRecovery>().ToList();
        return recovered.Count == 0 ? null : new TaskRecovery
        {
            CallsFromRecord = recovered.Count(x => x.FromRecord),
            CallsRepeated = recovered.Sum(x => x.Repeats),
            CallsDropped = recovered.Sum(x => x.Dropped),
        };
    }

    /// <summary>Newest first. A task's place never changes, so that a list goes on where it ended whatever was added since.</summary>
    public static IQueryable<TaskRow> NewestFirst(this IQueryable<TaskRow> tasks, (DateTimeOffset At, Guid Id)? after)
    {
        if (after is { At: var at, Id: var id })
        {
            tasks = tasks.Where(x => x.SubmittedAt < at || (x.SubmittedAt == at && x.Id > id));
        }

        return tasks.OrderByDescending(x => x.SubmittedAt).ThenBy(x => x.Id);
    }

    public static TaskView ToView(this TaskRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Number = row.Number,
        Vsm = row.Vsm,
        State = row.State,
        Content = row.Content,
        References = row.References,
        RequiredCapabilities = row.RequiredCapabilities,
        Requestor = row.Requestor,
        Assignee = row.AssigneeName,
        AssigneeNumber = row.Assignee,
        Attempts = row.Attempts,
        Corrections = row.Corrections,
        Clarifications = row.Clarifications,
        Output = row.Output,
        OutputReference = row.OutputReference,
        Reason = row.Reason,
        RulingId = row.RulingId,
        Cost = row.Cost,
        CostLimit = row.CostLimit,
        Reserved = row.Reserved,
        ParentTaskId = row.ParentId,
        InputTokens = row.InputTokens,
        OutputTokens = row.OutputTokens,
        SubmittedAt = row.SubmittedAt,
        EndedAt = row.EndedAt,
        DueAt = row.DueAt,
        DurationMs = Math.Max(0, ((row.EndedAt ?? now) - row.SubmittedAt).TotalMilliseconds),
        Wait = row.Wait,
    };
}
