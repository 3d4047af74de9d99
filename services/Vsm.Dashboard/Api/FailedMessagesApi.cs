using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Api;

internal static class FailedMessagesApi
{
    public static void MapFailedMessages(this RouteGroupBuilder api)
    {
        var failed = api.MapGroup("/failed-messages").WithTags("Failed messages");
        failed.MapGet("", ListAsync).WithName("ListFailedMessages")
            .WithSummary("Messages that nobody could deal with, newest first, by queue, contract, exception, text of the reason, and state").ProducesProblem(400);
        failed.MapGet("/groups", GroupsAsync).WithName("ListFailedMessageGroups")
            .WithSummary("How many of them have exception, contract and queue in common, largest group first").ProducesProblem(400);
        failed.MapGet("/acts/{id}", ProgressAsync).WithName("GetFailedMessagesProgress")
            .WithSummary("What became of the messages that a request retried or discarded").ProducesProblem(404);
        failed.MapGet("/{id}", FindAsync).WithName("GetFailedMessage").WithSummary("A failed message with its headers and body").ProducesProblem(404);
        failed.MapPost("/{id}/retry", RetryAsync).WithName("RetryFailedMessage").WithSummary("Sends a failed message to its queue again")
            .WithDescription("After three retries that failed, another one needs a note.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
        failed.MapPost("/{id}/discard", DiscardAsync).WithName("DiscardFailedMessage").WithSummary("Gives a failed message up")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
        failed.MapPost("/retry", RetryManyAsync).WithName("RetryFailedMessages").WithSummary("Sends all failed messages that fit to their queues again, some each second")
            .ProducesProblem(400).ProducesProblem(415);
        failed.MapPost("/discard", DiscardManyAsync).WithName("DiscardFailedMessages").WithSummary("Gives up all failed messages that fit")
            .ProducesProblem(400).ProducesProblem(415);
    }

    private static async Task<Results<Ok<Page<FailedMessageView>>, ProblemHttpResult>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, string? queue = null, string? type = null, string? exception = null, string? reason = null,
        FailedMessageState? state = null, int? limit = null, string? after = null)
    {
        var count = Paging.Limit(limit);
        var filter = new FailedMessageFilter { Queue = queue, Type = type, Exception = exception, Reason = reason };
        var problems = FailureRules.ProblemsOf(filter);
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var rows = await db.FailedMessages.AsNoTracking().Fitting(filter, state).NewestFirst(Paging.AfterTime(after)).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.FirstFailedAt, x.Id), x => x.ToView()));
    }

    private static async Task<Ok<Page<FailedMessageGroup>>> GroupsAsync(
        DashboardDbContext db, CancellationToken cancel, FailedMessageState state = FailedMessageState.Failed, int? limit = null) => TypedResults.Ok(
        new Page<FailedMessageGroup>
        {
            Items = await db.FailedMessages.AsNoTracking().Where(x => x.State == state).Groups().Take(Paging.Limit(limit)).ToListAsync(cancel),
        });

    private static async Task<Results<Ok<FailedMessagesProgress>, ProblemHttpResult>> ProgressAsync(string id, DashboardDbContext db, CancellationToken cancel)
    {
        var act = Guid.TryParse(id, out var guid) ? guid : Guid.Empty;
        var counts = await db.FailedMessages.AsNoTracking().Where(x => x.ActId == act).GroupBy(x => x.State)
            .Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        return counts.Count == 0
            ? Problems.NotFound($"No failed message was last retried or discarded by '{Text.Cut(id, 80)}'.")
            : TypedResults.Ok(new FailedMessagesProgress
            {
                ActId = act,
                Total = counts.Values.Sum(),
                Retrying = counts.GetValueOrDefault(FailedMessageState.Retrying),
                Sent = counts.GetValueOrDefault(FailedMessageState.Sent),
                Resolved = counts.GetValueOrDefault(FailedMessageState.Resolved),
                Failed = counts.GetValueOrDefault(FailedMessageState.Failed),
                Discarded = counts.GetValueOrDefault(FailedMessageState.Discarded),
            });
    }

    private static async Task<Results<Ok<FailedMessageView>, ProblemHttpResult>> FindAsync(string id, DashboardDbContext db, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var guid) || await db.FailedMessages.AsNoTracking().FirstOrDefaultAsync(x => x.Id == guid, cancel) is not { } row)
        {
            return NotFound(id);
        }

        var content = await db.FailedContents.AsNoTracking().SingleAsync(x => x.Id == guid, cancel);
        return TypedResults.Ok(row.ToView(content));
    }

    private static Task<Results<Accepted<FailedMessageView>, ProblemHttpResult>> RetryAsync(
        string id, Body<RetryRequest> body, FailureActs acts, CancellationToken cancel, [FromHeader(Name = KeyFilter.Header)] string? key = null) =>
        ActAsync(id, acts, FailureRules.ProblemsOf(body.Value), retry: true, acts.New(KeyIds.Of("retry", id, key), body.Value.By, body.Value.Note), cancel);

    private static Task<Results<Accepted<FailedMessageView>, ProblemHttpResult>> DiscardAsync(
        string id, Body<DiscardRequest> body, FailureActs acts, CancellationToken cancel, [FromHeader(Name = KeyFilter.Header)] string? key = null) =>
        ActAsync(id, acts, FailureRules.ProblemsOf(body.Value), retry: false, acts.New(KeyIds.Of("discard", id, key), body.Value.By, body.Value.Reason), cancel);

    private static async Task<Results<Accepted<FailedMessageView>, ProblemHttpResult>> ActAsync(
        string id, FailureActs acts, IReadOnlyList<(string Path, string Message)> problems, bool retry, FailureAct act, CancellationToken cancel)
    {
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var (row, problem) = Guid.TryParse(id, out var guid) ? await acts.ActAsync(guid, retry, act, cancel) : default;
        return row is not null ? TypedResults.Accepted($"/api/v1/failed-messages/{row.Id}", row.ToView())
            : problem is not null ? Problems.Conflict(problem)
            : NotFound(id);
    }

    private static async Task<Results<Accepted<FailedMessagesTaken>, ProblemHttpResult>> RetryManyAsync(
        Body<RetryManyRequest> body, FailureActs acts, CancellationToken cancel, [FromHeader(Name = KeyFilter.Header)] string? key = null) =>
        await ActAsync(acts, FailureRules.ProblemsOf(body.Value), body.Value.Filter, retry: true, acts.New(KeyIds.Of("retry", "", key), body.Value.By, body.Value.Note), cancel);

    private static async Task<Results<Accepted<FailedMessagesTaken>, ProblemHttpResult>> DiscardManyAsync(
        Body<DiscardManyRequest> body, FailureActs acts, CancellationToken cancel, [FromHeader(Name = KeyFilter.Header)] string? key = null) =>
        await ActAsync(acts, FailureRules.ProblemsOf(body.Value), body.Value.Filter, retry: false, acts.New(KeyIds.Of("discard", "", key), body.Value.By, body.Value.Reason), cancel);

    private static async Task<Results<Accepted<FailedMessagesTaken>, ProblemHttpResult>> ActAsync(
        FailureActs acts, IReadOnlyList<(string Path, string Message)> problems, FailedMessageFilter filter, bool retry, FailureAct act,
        CancellationToken cancel)
    {
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var taken = await acts.ActAsync(filter, retry, act, cancel);
        return TypedResults.Accepted(taken.ActId is { } id ? $"/api/v1/failed-messages/acts/{id}" : null, taken);
    }

    private static ProblemHttpResult NotFound(string id) =>
        Problems.NotFound($"There is no failed message '{Text.Cut(id, 80)}'; see /api/v1/failed-messages.");
}
