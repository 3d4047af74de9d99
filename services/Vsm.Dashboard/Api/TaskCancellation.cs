using Microsoft.AspNetCore.Http.HttpResults;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Api;

internal static class TaskCancellation
{
    private const string Cancelled = "Cancelled";

    public static void MapCancellation(this RouteGroupBuilder tasks) => tasks.MapPost("/{id}/cancel", CancelAsync)
        .WithName("CancelTask")
        .WithSummary("Cancels a task that is not final")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);

    private static async Task<Results<Accepted, ProblemHttpResult>> CancelAsync(
        string id, Body<CancelRequest> body, DashboardDbContext db, CommandSender commands, HttpContext http, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var problems = RequestTexts.Problems(("by", body.Value.By, RequestLimits.Name), ("reason", body.Value.Reason, RequestLimits.Reason));
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var task = await db.TaskAsync(id, vsm, cancel);
        if (TaskStates.IsFinal(task.State))
        {
            return http.IsRepeat() && task.State == Cancelled
                ? TypedResults.Accepted($"/api/v1/tasks/{task.Id}")
                : Problems.Conflict($"The task {Text.Cut(id, 80)} has ended as {task.State} and cannot be cancelled.");
        }

        await commands.SendAsync(TaskSubmission.Queue, new CancelTask
        {
            TaskId = task.Id,
            Vsm = task.Vsm,
            By = body.Value.By,
            Reason = body.Value.Reason,
        });
        return TypedResults.Accepted($"/api/v1/tasks/{task.Id}");
    }
}
