using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class RulingsApi
{
    public static void MapRulings(this RouteGroupBuilder api)
    {
        var rulings = api.MapGroup("/rulings").WithTags("Rulings");
        rulings.MapGet("", ListAsync).WithName("ListRulings").WithSummary("Rulings, newest first, searched by policy, verdict, agent and text")
            .ProducesProblem(400);
        rulings.MapGet("/{id}", FindAsync).WithName("GetRuling").WithSummary("A ruling with its findings and their evidence").ProducesProblem(404);
    }

    private static async Task<Ok<Page<Ruling>>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, string? policy = null, Verdict? verdict = null,
        string? agent = null, string? q = null, int? limit = null, string? after = null)
    {
        var count = Paging.Limit(limit);
        if (q?.Length > RequestLimits.Name)
        {
            throw new RefusedRequestException(Problems.Invalid("q", $"has {q.Length} characters; expected 1 to {RequestLimits.Name}"));
        }

        var rulings = db.Rulings.AsNoTracking().Where(x => x.Vsm == vsm);
        if (!string.IsNullOrEmpty(q))
        {
            var text = q.ToLowerInvariant();
            rulings = rulings.Where(x => x.Text.Contains(text));
        }

        var rows = await NewestFirst(OfPolicy(db, OfAgent(db, rulings, agent, vsm), policy, verdict), Paging.AfterTime(after))
            .Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.At, x.Id), x => x.Ruling));
    }

    private static async Task<Results<Ok<Ruling>, ProblemHttpResult>> FindAsync(string id, DashboardDbContext db, CancellationToken cancel) =>
        Guid.TryParse(id, out var guid) && await db.Rulings.AsNoTracking().FirstOrDefaultAsync(x => x.Id == guid, cancel) is { } row
            ? TypedResults.Ok(row.Ruling)
            : Problems.NotFound($"There is no ruling '{Text.Cut(id, 80)}'; expected the GUID of a ruling.");

    // With a policy, the verdict is the one on that policy; without, the one on the whole result.
    internal static IQueryable<RulingRow> OfPolicy(DashboardDbContext db, IQueryable<RulingRow> rulings, string? policy, Verdict? verdict)
    {
        if (policy is null)
        {
            return verdict is null ? rulings : rulings.Where(x => x.Verdict == verdict);
        }

        var findings = Guid.TryParse(policy, out var id) ? db.Findings.Where(x => x.PolicyId == id)
            : TryNumber(policy, out var number) ? db.Findings.Where(x => x.PolicyNumber == number)
            : db.Findings.Where(x => x.Policy == policy);
        return rulings.Where(x => findings.Any(f => f.RulingId == x.Id && (verdict == null || f.Verdict == verdict)));
    }

    internal static IQueryable<RulingRow> OfAgent(DashboardDbContext db, IQueryable<RulingRow> rulings, string? agent, string vsm) =>
        agent is null ? rulings
        : Guid.TryParse(agent, out var id) ? rulings.Where(x => x.AgentId == id)
        : TryNumber(agent, out var number) ? rulings.Where(x => x.AgentNumber == number)
        : rulings.Where(x => db.Configurations.Any(c => c.AgentId == x.AgentId && c.Vsm == vsm && c.Name == agent));

    internal static IQueryable<RulingRow> NewestFirst(IQueryable<RulingRow> rulings, (DateTimeOffset At, Guid Id)? after)
    {
        if (after is { At: var at, Id: var id })
        {
            rulings = rulings.Where(x => x.At < at || (x.At == at && x.Id > id));
        }

        return rulings.OrderByDescending(x => x.At).ThenBy(x => x.Id);
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
