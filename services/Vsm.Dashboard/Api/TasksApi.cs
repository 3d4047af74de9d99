using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Journal;

namespace Vsm.Dashboard.Api;

internal static class TasksApi
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("", ListAsync).WithName("ListTasks").WithSummary("Tasks, newest first, of all states or one").ProducesProblem(400);
        tasks.MapGet("/{id}", FindAsync).WithName("GetTask").WithSummary("A task by its GUID, at once after it was handed in, or by its number")
            .ProducesProblem(404);
        tasks.MapGet("/{id}/journal", JournalAsync).WithName("GetTaskJournal").WithSummary("What happened to a task, in order")
            .ProducesProblem(400).ProducesProblem(404);
        tasks.MapGet("/{id}/calls", CallsAsync).WithName("GetTaskCalls").WithSummary("The tool calls of a task's attempts, in order")
            .ProducesProblem(400).ProducesProblem(404);
        tasks.MapGet("/{id}/rulings", RulingsAsync).WithName("GetTaskRulings").WithSummary("What was ruled on a task's results, in order")
            .ProducesProblem(400).ProducesProblem(404);
        tasks.MapOutput();
        tasks.MapSubmission();
        tasks.MapCancellation();
        tasks.MapBudget();
    }

    private static async Task<Ok<Page<TaskView>>> ListAsync(
        DashboardDbContext db, TimeProvider clock, CancellationToken cancel, string vsm = VsmInstance.Root, string? state = null, int? limit = null,
        string? after = null)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Tasks.AsNoTracking().Where(x => x.Vsm == vsm && (state == null || x.State == state))
            .NewestFirst(Paging.AfterTime(after)).Take(count + 1).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.SubmittedAt, x.Id), x => x.ToView(now)));
    }

    private static async Task<Ok<TaskView>> FindAsync(
        string id, DashboardDbContext db, TimeProvider clock, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var task = await db.TaskAsync(id, vsm, cancel);
        return TypedResults.Ok(task.ToView(clock.GetUtcNow()) with { Recovery = await db.RecoveryAsync(task.Id, cancel) });
    }

    private static async Task<Ok<Page<JournalEntryView>>> JournalAsync(
        string id, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var task = await db.TaskAsync(id, vsm, cancel);
        var rows = await db.Records.AsNoTracking().Where(x => x.TaskId == task.Id && x.Vsm == task.Vsm && x.Sequence > last)
            .OrderBy(x => x.Sequence).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Sequence), JournalViews.ToView));
    }

    private static async Task<Ok<Page<TaskCallView>>> CallsAsync(
        string id, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var task = await db.TaskAsync(id, vsm, cancel);
        var rows = await db.Calls.AsNoTracking().Where(x => x.TaskId == task.Id && x.Sequence > last)
            .OrderBy(x => x.Sequence).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Sequence), TaskCallView.Of));
    }

    private static async Task<Ok<Page<Contracts.Audit.Ruling>>> RulingsAsync(
        string id, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var task = await db.TaskAsync(id, vsm, cancel);
        var rows = await db.Rulings.AsNoTracking().Where(x => x.TaskId == task.Id && x.Sequence > last)
            .OrderBy(x => x.Sequence).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Sequence), x => x.Ruling));
    }
}
