using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static partial class ApprovalsApi
{
    public static void MapApprovals(this RouteGroupBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("Approvals");
        approvals.MapGet("", ListAsync).WithName("ListApprovals").WithSummary("Tasks that wait for a person, newest first").ProducesProblem(400);
        approvals.MapPost("/{task}", DecideAsync).WithName("Decide").WithSummary("A person's answer to a task that waits")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        api.MapGet("/decisions", DecisionsAsync).WithTags("Approvals").WithName("ListDecisions").WithSummary("What people decided, in order")
            .ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Ok<Page<TaskView>>> ListAsync(
        DashboardDbContext db, TimeProvider clock, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Tasks.AsNoTracking().Where(x => x.Vsm == vsm && x.State == TaskStates.AwaitingPerson)
            .NewestFirst(Paging.AfterTime(after)).Take(count + 1).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.SubmittedAt, x.Id), x => x.ToView(now)));
    }

    private static async Task<Results<Ok<DecisionRecorded>, ProblemHttpResult>> DecideAsync(
        string task, Body<DecisionRequest> body, DashboardDbContext db, IRequestClient<RecordDecision> decisions, HttpContext http,
        ILogger<RecordDecision> logger, CancellationToken cancel, string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var problems = ProblemsOf(request);
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var row = await db.TaskAsync(task, vsm, cancel);
        var decision = KeyIds.Of("decision", row.Id.ToString("n"), key);
        if (http.IsRepeat() && await db.Decisions.AnyAsync(x => x.Id == decision, cancel))
        {
            return TypedResults.Ok(new DecisionRecorded { TaskId = row.Id, DecisionId = decision });
        }

        var conflict = Conflict(row, request);
        if (conflict is not null && !http.IsRepeat())
        {
            return Problems.Conflict(conflict);
        }

        try
        {
            // Policy knows a decision by the message's id.
            var answer = await decisions.GetResponse<DecisionRecorded, DecisionRefused>(
                ToCommand(row.Id, request), x => x.UseExecute(y => y.MessageId = decision), CancellationToken.None);
            return answer.Is(out Response<DecisionRecorded>? recorded)
                ? TypedResults.Ok(recorded.Message)
                : Problems.Conflict(conflict ?? (answer.Is(out Response<DecisionRefused>? refused) ? refused.Message.Reason : "The decision was refused."));
        }
        catch (Exception exception) when (exception is not Bus.MessageTooLargeException)
        {
            LogNotRecorded(logger, exception, row.Id);
            return Problems.Unavailable(http, "Policy did not answer; see whether the task still waits before you answer it again.");
        }
    }

    private static List<(string Path, string Message)> ProblemsOf(DecisionRequest request)
    {
        List<(string Path, string Message)> problems =
            [.. RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("reason", request.Reason, RequestLimits.Reason), ("output", request.Output, int.MaxValue))];
        if (request.Output is not null && request.Decision != PersonDecision.Approve)
        {
            problems.Add(("output", $"comes with {request.Decision}; expected it with Approve only"));
        }

        return problems;
    }

    private static string? Conflict(TaskRow task, DecisionRequest request) =>
        task is not { State: TaskStates.AwaitingPerson, Wait: { } wait } ? $"The task does not wait for a person; its state is {task.State}."
        : !wait.Answers.Contains(request.Decision) ? $"The task does not take {request.Decision}; it takes {string.Join(", ", wait.Answers)}."
        : request is { Decision: PersonDecision.Approve, Output: null } && task.Output is null
            ? "There is no output that could be approved; give one, or decide otherwise."
        : null;

    private static RecordDecision ToCommand(Guid task, DecisionRequest request) => new()
    {
        TaskId = task,
        Decision = request.Decision,
        By = request.By,
        Reason = request.Reason,
        Output = request.Output,
    };

    private static async Task<Ok<Page<PersonDecided>>> DecisionsAsync(
        DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, string? task = null, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        Guid? id = task is null ? null : (await db.TaskAsync(task, vsm, cancel)).Id;
        var rows = await db.Decisions.AsNoTracking().Where(x => (id == null ? x.Vsm == vsm : x.TaskId == id) && x.Sequence > last)
            .OrderBy(x => x.Sequence).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Sequence), x => x.Decision));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The decision on task {TaskId} was not answered")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, Guid taskId);
}
