using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class TaskSubmission
{
    public const string Queue = "vsm.s3.tasks";

    public static void MapSubmission(this RouteGroupBuilder tasks) => tasks.MapPost("", SubmitAsync)
        .WithName("SubmitTask")
        .WithSummary("Hands in a task, which can be read at once at the Location that is answered")
        .WithDescription("With an Idempotency-Key, handing the same task in again answers with the first one; another task under the same key is a conflict.")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);

    private static async Task<Results<Accepted<TaskAccepted>, ProblemHttpResult>> SubmitAsync(
        Body<TaskRequest> body, DashboardDbContext db, CommandSender commands, TaskContent contents, TimeProvider clock, CancellationToken cancel,
        string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var isLarge = TaskContent.IsLarge(body.Value);
        var request = isLarge ? TaskContent.Shortened(body.Value) : body.Value;
        var now = clock.GetUtcNow();
        if (isLarge && TaskRequestRules.TooLarge(body.Value) is { } tooLarge)
        {
            return Problems.TooLarge(tooLarge);
        }

        var problems = TaskRequestRules.Validate(request, now);
        if (problems.Count == 0)
        {
            problems = await contents.UseAsync(request.References, cancel);
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        if (!await db.Organisations.AnyAsync(x => x.Vsm == vsm && x.TakesTasks, cancel))
        {
            return Problems.NotFound($"There is no VSM '{Text.Cut(vsm, 80)}' with an organisation that is applied; "
                + "apply one with POST /api/v1/organisations and wait until its state is Applied.");
        }

        if (request.ParentTaskId is { } parent
            && (await db.Tasks.Where(x => x.Id == parent && x.Vsm == vsm).Select(x => x.State).FirstOrDefaultAsync(cancel) is not { } state || TaskStates.IsFinal(state)))
        {
            return Problems.Invalid("parentTaskId", $"'{parent}' is no task of the VSM '{Text.Cut(vsm, 80)}' that has not ended; expected the GUID of one");
        }

        if (isLarge)
        {
            request = request with { References = [await contents.StoreAsync(body.Value.Content, cancel)] };
        }

        var task = ToRow(request, vsm, key, now);
        var isNew = await TryAddAsync(db, task, key, cancel);
        if (!isNew && await db.Tasks.AnyAsync(x => x.Id == task.Id && x.Step != null, cancel))
        {
            return Accepted(task.Id);
        }

        // The same id is the same task to Control, so a task that may not have got there is sent once more.
        await SendAsync(db, task, isNew, commands, ToMessage(request, task));
        return Accepted(task.Id);
    }

    /// <returns>Whether the row is new; under a key it may have been made before.</returns>
    private static async Task<bool> TryAddAsync(DashboardDbContext db, TaskRow task, string? key, CancellationToken cancel)
    {
        db.Tasks.Add(task);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception exception) when (exception is DbUpdateException or ArgumentException)
        {
            // The in-memory store says ArgumentException. Without a key nobody else knows the id: what is there was stored just now, though the answer says it was not.
            db.ChangeTracker.Clear();
            if (await db.Tasks.AnyAsync(x => x.Id == task.Id, cancel))
            {
                return key is null;
            }

            throw;
        }
    }

    // What was not sent is forgotten by whoever made the row; should another request under the same key have sent it, Control's first entry brings it back.
    private static async Task SendAsync(DashboardDbContext db, TaskRow task, bool isNew, CommandSender commands, AssignTaskMessage message)
    {
        try
        {
            await commands.SendAsync(Queue, message);
        }
        catch (Exception exception) when (isNew && exception is CommandNotSentException or Bus.MessageTooLargeException)
        {
            db.ChangeTracker.Clear();
            var row = await db.Tasks.SingleOrDefaultAsync(x => x.Id == task.Id && x.Step == null, CancellationToken.None);
            if (row is not null)
            {
                db.Remove(row);
                await db.SaveChangesAsync(CancellationToken.None);
            }

            throw;
        }
    }

    private static Accepted<TaskAccepted> Accepted(Guid id) => TypedResults.Accepted($"/api/v1/tasks/{id}", new TaskAccepted { Id = id });

    private static TaskRow ToRow(TaskRequest request, string vsm, string? key, DateTimeOffset now) => new()
    {
        Id = KeyIds.Of("task", vsm, key),
        Vsm = vsm,
        Content = Storable.Text(request.Content),
        References = request.References,
        RequiredCapabilities = request.RequiredCapabilities,
        Requestor = Storable.Text(request.Requestor),
        SubmittedAt = Storable.Time(now),
    };

    private static AssignTaskMessage ToMessage(TaskRequest request, TaskRow task) => new()
    {
        TaskId = task.Id,
        Vsm = task.Vsm,
        Content = request.Content,
        References = request.References,
        Parameters = request.Parameters,
        RequiredCapabilities = request.RequiredCapabilities,
        Assignee = request.Assignee,
        TaskType = request.TaskType,
        Priority = request.Priority,
        Deadline = request.Deadline,
        CostLimit = request.CostLimit,
        ParentTaskId = request.ParentTaskId,
        Requestor = request.Requestor,
        ReplyTo = request.ReplyTo,
    };
}
