using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class AgentsApi
{
    public const string Queue = "vsm.s3.registry";
    public const string PolicyQueue = "vsm.s5.systems";

    public static void MapAgents(this RouteGroupBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("", ListAsync).WithName("ListAgents").WithSummary("System 1s in the registry, by number").ProducesProblem(400);
        agents.MapGet("/{id}", FindAsync).WithName("GetAgent").WithSummary("A System 1 by its GUID, number or name").ProducesProblem(404);
        agents.MapPost("/{id}/drain", DrainAsync).WithName("DrainAgent").WithSummary("Stops giving tasks to a System 1, or starts again")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
        agents.MapDelete("/{id}", RetireAsync).WithName("RetireAgent").WithSummary("Ends a System 1 for good, after the tasks that it works on")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<Ok<Page<AgentView>>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var rows = await db.Agents.AsNoTracking().Where(x => x.Vsm == vsm && x.Number > last).OrderBy(x => x.Number).Take(count + 1).ToListAsync(cancel);
        var ids = rows.Select(x => x.Id).ToList();
        var configurations = await db.Configurations.AsNoTracking().Where(x => ids.Contains(x.AgentId))
            .ToDictionaryAsync(x => x.AgentId, x => x.Configuration, cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Number), x => ToView(x, configurations.GetValueOrDefault(x.Id))));
    }

    private static async Task<Ok<AgentView>> FindAsync(string id, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var row = await AgentAsync(db, id, vsm, cancel);
        var configuration = await db.Configurations.AsNoTracking().FirstOrDefaultAsync(x => x.AgentId == row.Id, cancel);
        return TypedResults.Ok(ToView(row, configuration?.Configuration));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> DrainAsync(
        string id, Body<DrainRequest> body, DashboardDbContext db, CommandSender commands, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var problems = RequestTexts.Problems(("by", body.Value.By, RequestLimits.Name), ("reason", body.Value.Reason, RequestLimits.Reason));
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var agent = await AgentAsync(db, id, vsm, cancel);
        await commands.SendAsync(Queue, new DrainAgent
        {
            AgentId = agent.Id,
            Vsm = agent.Vsm,
            Drain = body.Value.Drain,
            By = body.Value.By,
            Reason = body.Value.Reason,
        });
        return TypedResults.Accepted($"/api/v1/agents/{agent.Id}");
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RetireAsync(
        string id, DashboardDbContext db, CommandSender commands, CancellationToken cancel, string by = "", string reason = "", string vsm = VsmInstance.Root)
    {
        var problems = RequestTexts.Problems(("by", by, RequestLimits.Name), ("reason", reason, RequestLimits.Reason));
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var agent = await AgentAsync(db, id, vsm, cancel);
        await commands.SendAsync(PolicyQueue, new RetireSystem { AgentId = agent.Id, Vsm = agent.Vsm, By = by, Reason = reason });
        return TypedResults.Accepted($"/api/v1/agents/{agent.Id}");
    }

    public static async Task<AgentRow> AgentAsync(DashboardDbContext db, string id, string vsm, CancellationToken cancel)
    {
        var agents = db.Agents.AsNoTracking();
        var agent = Guid.TryParse(id, out var guid) ? await agents.FirstOrDefaultAsync(x => x.Id == guid, cancel)
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await agents.FirstOrDefaultAsync(x => x.Vsm == vsm && x.Number == number, cancel)
                : await agents.Where(x => x.Vsm == vsm && x.Name == id).OrderByDescending(x => x.Number).FirstOrDefaultAsync(cancel); // names of retired ones are given again
        return agent ?? throw new RefusedRequestException(Problems.NotFound(
            $"There is no System 1 '{Text.Cut(id, 80)}' in the VSM '{Text.Cut(vsm, 80)}'; expected its GUID, number or name."));
    }

    private static AgentView ToView(AgentRow row, AgentConfiguration? configuration) => new()
    {
        Id = row.Id,
        Number = row.Number,
        Vsm = row.Vsm,
        Name = row.Name,
        Status = row.Status,
        Reason = row.Reason,
        Agent = row.Agent,
        Configuration = configuration,
        Metrics = row.Metrics,
        Health = row.Health,
    };
}
