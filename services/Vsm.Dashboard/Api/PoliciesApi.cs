using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Api;

internal static class PoliciesApi
{
    public static void MapPolicies(this RouteGroupBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Policies");
        policies.MapGet("", ListAsync).WithName("ListPolicies").WithSummary("Policies in force, by number").ProducesProblem(400);
        policies.MapGet("/{id}", FindAsync).WithName("GetPolicy").WithSummary("A policy by its GUID, number or name").ProducesProblem(404);
    }

    private static async Task<Ok<Page<PolicyView>>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var set = await SetAsync(db, vsm, cancel);
        List<PolicyDefinition> rows = [.. (set?.Policies ?? []).Where(x => x.Number > last).OrderBy(x => x.Number).Take(count + 1)];
        var names = await NamesAsync(db, rows, cancel);
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Number), x => ToView(x, set!.Version, names)));
    }

    private static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> FindAsync(
        string id, DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        var set = await SetAsync(db, vsm, cancel);
        var policy = Guid.TryParse(id, out var guid) ? set?.Policies.FirstOrDefault(x => x.PolicyId == guid)
            : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? set?.Policies.FirstOrDefault(x => x.Number == number)
            : set?.Policies.FirstOrDefault(x => x.Name == id);
        return policy is null
            ? Problems.NotFound($"There is no policy '{Text.Cut(id, 80)}' in the VSM '{Text.Cut(vsm, 80)}'; expected its GUID, number or name.")
            : TypedResults.Ok(ToView(policy, set!.Version, await NamesAsync(db, [policy], cancel)));
    }

    private static async Task<PolicySet?> SetAsync(DashboardDbContext db, string vsm, CancellationToken cancel) =>
        (await db.PolicySets.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel))?.Set;

    // Policy knows an agent by name before Control has it in the registry.
    private static async Task<Dictionary<Guid, string>> NamesAsync(DashboardDbContext db, List<PolicyDefinition> policies, CancellationToken cancel)
    {
        var ids = policies.Select(x => x.AgentId).OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Configurations.AsNoTracking().Where(x => ids.Contains(x.AgentId)).ToDictionaryAsync(x => x.AgentId, x => x.Name, cancel);
    }

    private static PolicyView ToView(PolicyDefinition policy, int version, Dictionary<Guid, string> names) => new()
    {
        Policy = policy,
        AppliesTo = policy.AgentId is { } agent ? names.GetValueOrDefault(agent) ?? agent.ToString() : null,
        PolicySetVersion = version,
    };
}
