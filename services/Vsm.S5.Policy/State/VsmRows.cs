using Microsoft.EntityFrameworkCore;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.State;

/// <summary>Reads a VSM instance from its rows.</summary>
internal static class VsmRows
{
    /// <summary>The instance; null when no organisation was applied to it.</summary>
    public static async Task<VsmState?> ReadAsync(this PolicyDbContext db, string vsm, CancellationToken cancel)
    {
        if (await db.Organisations.FindAsync([vsm], cancel) is not { } row)
        {
            return null;
        }

        var systems = await db.Systems.Where(x => x.Vsm == vsm).ToListAsync(cancel);
        var policies = await db.Policies.Where(x => x.Vsm == vsm).ToListAsync(cancel);
        return new VsmState
        {
            Vsm = row.Vsm,
            Name = row.Name,
            Purpose = row.Purpose,
            Version = row.Version,
            PolicySetVersion = row.PolicySetVersion,
            Limits = row.Limits,
            PolicySpecifications = row.Policies,
            DefaultPolicies = row.DefaultPolicies,
            SuggestedPolicies = row.SuggestedPolicies ?? [],
            Templates = row.Templates,
            Systems = [.. systems.Select(x => x.Read()).OrderBy(x => x.Configuration.Number)],
            Policies = [.. policies.Select(x => x.Read()).OrderBy(x => x.Definition.Number)],
        };
    }

    public static SystemState Read(this SystemRow row) => new()
    {
        Configuration = row.Configuration,
        Corrected = row.Corrected,
        ActiveVersion = row.ActiveVersion,
        Honoured = row.Honoured,
    };

    public static PolicyState Read(this PolicyRow row) => new()
    {
        Definition = row.Definition,
        Specification = row.Specification,
        InForce = row.InForce,
    };

    /// <summary>The system of this agent, if the VSM instance has it.</summary>
    public static Task<SystemRow?> FindSystemAsync(this PolicyDbContext db, string vsm, Guid agentId, CancellationToken cancel) =>
        db.Systems.SingleOrDefaultAsync(x => x.AgentId == agentId && x.Vsm == vsm, cancel);
}
