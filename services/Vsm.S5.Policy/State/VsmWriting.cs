using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.State;

/// <summary>Writes changes to rows, histories and the journal; the caller saves them, in one go.</summary>
internal static class VsmWriting
{
    /// <summary>Gives what is new its numbers, and what has changed its time.</summary>
    public static async Task<VsmChange> NumberAsync(this PolicyDbContext db, VsmChange change, DateTimeOffset at, CancellationToken cancel)
    {
        var systems = await TakeAsync("system.", change.NewSystems);
        var policies = await TakeAsync("policy.", change.NewPolicies);
        return change.Numbered(systems, policies).Since(at);

        async Task<List<int>> TakeAsync(string sequence, int count)
        {
            var numbers = new List<int>(count);
            while (numbers.Count < count)
            {
                numbers.Add(await db.NextNumberAsync(sequence + change.State.Vsm, cancel));
            }

            return numbers;
        }
    }

    /// <summary>Writes the numbered change of an instance that <see cref="VsmRows.ReadAsync"/> read in this context.</summary>
    public static async Task WriteAsync(this PolicyDbContext db, VsmChange change, Cause cause, CancellationToken cancel)
    {
        var state = change.State;
        var row = await db.Organisations.FindAsync([state.Vsm], cancel);
        if (row is null)
        {
            row = new OrganisationRow
            {
                Vsm = state.Vsm, Name = state.Name, Purpose = state.Purpose, Limits = state.Limits,
                Policies = state.PolicySpecifications, DefaultPolicies = state.DefaultPolicies, Templates = state.Templates,
            };
            db.Organisations.Add(row);
        }

        row.Name = state.Name;
        row.Purpose = state.Purpose;
        row.Version = state.Version;
        row.PolicySetVersion = state.PolicySetVersion;
        row.Limits = state.Limits;
        row.Policies = state.PolicySpecifications;
        row.DefaultPolicies = state.DefaultPolicies;
        row.SuggestedPolicies = state.SuggestedPolicies;
        row.Templates = state.Templates;
        row.Revision++;

        foreach (var system in change.Systems)
        {
            var systemRow = await db.Systems.FindAsync([state.Vsm, system.Name], cancel);
            if (systemRow is null)
            {
                db.Systems.Add(systemRow = new SystemRow
                {
                    Vsm = state.Vsm, Name = system.Name, AgentId = system.AgentId, Configuration = system.Configuration,
                    Corrected = system.Corrected, Honoured = system.Honoured,
                });
            }

            db.Write(systemRow, system, cause);
        }

        foreach (var policy in change.Policies)
        {
            await db.WriteAsync(state.Vsm, policy, cause, cancel);
        }

        if (change.PolicySetChanged)
        {
            db.Add(cause, state.Vsm, $"{state.Vsm}/policies/{state.PolicySetVersion}", JournalKinds.Policies, state.PolicySet);
        }
    }

    /// <summary>Writes a new version of a system's configuration.</summary>
    public static void Write(this PolicyDbContext db, SystemRow row, SystemState system, Cause cause)
    {
        row.Configuration = system.Configuration;
        row.Corrected = system.Corrected;
        row.Revision++;
        db.SystemVersions.Add(new SystemVersionRow
        {
            AgentId = system.AgentId, Version = system.Configuration.Version, Vsm = row.Vsm, Configuration = system.Configuration,
            At = cause.At, Reason = cause.Reason,
        });
        db.Add(cause, row.Vsm, $"{system.AgentId:n}/configuration/{system.Configuration.Version}", JournalKinds.Configuration, system.Configuration);
    }

    /// <summary>Appends to the journal.</summary>
    public static void Add<T>(this PolicyDbContext db, Cause cause, string vsm, string key, string kind, T data)
    {
        var entry = new JournalEntry
        {
            Key = key,
            Vsm = vsm,
            Function = "s5",
            Kind = kind,
            At = cause.At,
            TaskId = cause.TaskId,
            Attempt = cause.Attempt,
            Actor = cause.Actor,
            Summary = cause.Reason,
        }.With(data);
        db.Journal.Add(PolicyDbContext.Row(entry));
    }

    private static async Task WriteAsync(this PolicyDbContext db, string vsm, PolicyState policy, Cause cause, CancellationToken cancel)
    {
        var (name, target) = policy.Key;
        var row = await db.Policies.FindAsync([vsm, name, target], cancel);
        if (row is null)
        {
            db.Policies.Add(row = new PolicyRow
            {
                Vsm = vsm, Name = name, Target = target, PolicyId = policy.Definition.PolicyId, Definition = policy.Definition,
                Specification = policy.Specification, InForce = policy.InForce,
            });
        }

        row.Definition = policy.Definition;
        row.Specification = policy.Specification;
        row.InForce = policy.InForce;
        row.Revision++;
        db.PolicyVersions.Add(new PolicyVersionRow
        {
            PolicyId = policy.Definition.PolicyId, Version = policy.Definition.Version, Vsm = vsm, Definition = policy.Definition,
            InForce = policy.InForce, At = cause.At, Reason = cause.Reason,
        });
    }
}
