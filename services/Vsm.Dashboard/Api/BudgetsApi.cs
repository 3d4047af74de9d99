using System.Globalization;
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

internal static class BudgetsApi
{
    public const string Queue = "vsm.s3.budgets";
    private const decimal Most = 1_000_000_000;

    public static void MapBudgets(this RouteGroupBuilder api)
    {
        var budgets = api.MapGroup("/budgets").WithTags("Budgets");
        budgets.MapGet("", ListAsync).WithName("ListBudgets").WithSummary("Budgets with profit and loss: that of the VSM instance, then those of its System 1s, by number")
            .ProducesProblem(400);
        budgets.MapGet("/{name}", FindAsync).WithName("GetBudget").WithSummary("The budget of the VSM instance (vsm), a System 1 (system:NAME) or a task (task:NUMBER)")
            .ProducesProblem(400).ProducesProblem(404);
        budgets.MapPut("/{name}", SetAsync).WithName("SetBudget").WithSummary("Sets the cap; tasks that wait for it go on when it suffices")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
        budgets.MapPost("/{name}/raise", RaiseAsync).WithName("RaiseBudget").WithSummary("Raises the cap; tasks that wait for it go on when it suffices")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
    }

    private static async Task<Ok<Page<BudgetView>>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var agents = await db.Agents.AsNoTracking().Where(x => x.Vsm == vsm && x.Number > last).OrderBy(x => x.Number).Take(count + 1).ToListAsync(cancel);
        var ids = agents.Select(x => x.Id).ToList();
        var ledger = await db.Ledger.AsNoTracking().Where(x => ids.Contains(x.AgentId)).ToDictionaryAsync(x => x.AgentId, cancel);
        var keys = agents.Select(x => BudgetRow.KeyOf(BudgetKind.System, vsm, x.Id)).ToList();
        var rows = await db.Budgets.AsNoTracking().Where(x => keys.Contains(x.Key)).ToDictionaryAsync(x => x.Subject!.Value, cancel);
        var page = agents.ToPage(count, x => Paging.Cursor(x.Number), x => BudgetViews.Of(x, rows.GetValueOrDefault(x.Id), ledger.GetValueOrDefault(x.Id)));
        return TypedResults.Ok(last > 0 ? page : page with { Items = [await BudgetViews.OfVsmAsync(db, vsm, cancel), .. page.Items] });
    }

    private static async Task<Ok<BudgetView>> FindAsync(string name, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root) =>
        TypedResults.Ok(await BudgetViews.FindAsync(db, name, vsm, cancel));

    private static async Task<Results<Accepted, ProblemHttpResult>> SetAsync(
        string name, Body<SetBudgetRequest> body, DashboardDbContext db, CommandSender commands, HttpContext http, CancellationToken cancel,
        string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var problems = Texts(request.By, request.Reason);
        if (request.Cap is < 0 or > Most)
        {
            problems.Add(("cap", Amount(request.Cap, "at least 0")));
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var view = await BudgetViews.FindAsync(db, name, vsm, cancel);
        return view.Kind == BudgetKind.Task
            ? await LimitAsync(db, view, request.Cap, request.By, request.Reason, commands, http, cancel)
            : await ChangeAsync(view, vsm, KeyIds.Of("budget", $"{vsm}/{view.Name}", key), request.Cap, null, request.By, request.Reason, commands);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RaiseAsync(
        string name, Body<RaiseBudgetRequest> body, DashboardDbContext db, CommandSender commands, KeyStore keys, HttpContext http, CancellationToken cancel,
        string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var problems = Texts(request.By, request.Reason);
        if (request.Amount is <= 0 or > Most)
        {
            problems.Add(("amount", Amount(request.Amount, "more than 0")));
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var view = await BudgetViews.FindAsync(db, name, vsm, cancel);
        return view switch
        {
            { Kind: BudgetKind.Task } => await LimitAsync(
                db, view, await RaisedAsync(view.Cap + request.Amount, http.KeyOf(), keys), request.By, request.Reason, commands, http, cancel),
            { Cap: null } => Problems.Conflict($"The budget {view.Name} has no cap that could be raised; set one."),
            _ => await ChangeAsync(view, vsm, KeyIds.Of("budget", $"{vsm}/{view.Name}", key), null, request.Amount, request.By, request.Reason, commands),
        };
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ChangeAsync(
        BudgetView view, string vsm, Guid request, decimal? cap, decimal? raise, string? by, string? reason, CommandSender commands)
    {
        await commands.SendAsync(
            Queue, new ChangeBudget { RequestId = request, Vsm = vsm, Kind = view.Kind, Subject = view.Subject, Cap = cap, Raise = raise, By = by, Reason = reason });
        return Taken(view);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> LimitAsync(
        DashboardDbContext db, BudgetView view, decimal? limit, string? by, string? reason, CommandSender commands, HttpContext http,
        CancellationToken cancel)
    {
        var task = await db.Tasks.AsNoTracking().SingleAsync(x => x.Id == view.Subject, cancel);
        if (TaskStates.IsFinal(task.State))
        {
            return Problems.Conflict($"The task has ended as {task.State} and spends nothing any more.");
        }

        if (limit is not { } higher || (higher <= task.CostLimit && !http.IsRepeat()))
        {
            return Problems.Conflict(string.Create(CultureInfo.InvariantCulture, $"The task has a cost limit of {task.CostLimit} USD; expected a higher one."));
        }

        await commands.SendAsync(TaskSubmission.Queue, new RaiseTaskBudget { TaskId = task.Id, CostLimit = higher, By = by, Reason = reason });
        return Taken(view);
    }

    // An amount is added to what is there: under its key a request adds it once, also where the first answer was lost.
    private static async Task<decimal?> RaisedAsync(decimal? limit, KeyRow? key, KeyStore keys)
    {
        if (key is { Answer: { IsPlan: true, Body: { } settled } })
        {
            return decimal.Parse(settled, CultureInfo.InvariantCulture);
        }

        if (key is not null && limit is { } raised)
        {
            await keys.KeepAsync(key, KeyAnswer.Plan(raised.ToString(CultureInfo.InvariantCulture)));
        }

        return limit;
    }

    private static Accepted Taken(BudgetView view) => TypedResults.Accepted($"/api/v1/budgets/{Uri.EscapeDataString(view.Name)}");

    private static List<(string Path, string Message)> Texts(string? by, string? reason) =>
        [.. RequestTexts.Problems(("by", by, RequestLimits.Name), ("reason", reason, RequestLimits.Reason))];

    private static string Amount(decimal? found, string least) => string.Create(CultureInfo.InvariantCulture, $"found {found}; expected {least} and at most {Most} USD");
}
