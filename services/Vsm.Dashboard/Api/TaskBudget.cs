using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Api;

internal static class TaskBudget
{
    private const decimal Most = 1_000_000_000;

    public static void MapBudget(this RouteGroupBuilder tasks) => tasks.MapPost("/{id}/budget", RaiseAsync)
        .WithName("RaiseTaskBudget")
        .WithSummary("Gives a task that is not final a higher cost limit; one that waits for it goes on")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);

    private static async Task<Results<Accepted, ProblemHttpResult>> RaiseAsync(
        string id, Body<BudgetRequest> body, DashboardDbContext db, CommandSender commands, HttpContext http, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var request = body.Value;
        List<(string Path, string Message)> problems =
            [.. RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("reason", request.Reason, RequestLimits.Reason))];
        if (request.CostLimit is <= 0 or > Most)
        {
            problems.Add(("costLimit", string.Create(CultureInfo.InvariantCulture, $"found {request.CostLimit}; expected more than 0 and at most {Most} USD")));
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var task = await db.TaskAsync(id, vsm, cancel);
        if (TaskStates.IsFinal(task.State))
        {
            return Problems.Conflict($"The task {Text.Cut(id, 80)} has ended as {task.State} and spends nothing any more.");
        }

        if (request.CostLimit <= task.CostLimit && !http.IsRepeat())
        {
            return Problems.Conflict(string.Create(
                CultureInfo.InvariantCulture, $"The task {Text.Cut(id, 80)} has a cost limit of {task.CostLimit} USD; expected a higher one."));
        }

        await commands.SendAsync(
            TaskSubmission.Queue, new RaiseTaskBudget { TaskId = task.Id, CostLimit = request.CostLimit, By = request.By, Reason = request.Reason });
        return TypedResults.Accepted($"/api/v1/tasks/{task.Id}");
    }
}
