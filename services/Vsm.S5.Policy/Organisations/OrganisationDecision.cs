using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Organisations;

/// <summary>What a request to apply an organisation comes to: a change, or a reason against it.</summary>
internal sealed record OrganisationOutcome(VsmChange? Change, string? Refusal)
{
    /// <summary>Nothing of the organisation differs from what it was.</summary>
    public bool Unchanged { get; init; }
}

/// <summary>Puts what is asked for on top of what is there: what a request does not name stays as it is.</summary>
internal static class OrganisationDecision
{
    public static OrganisationOutcome Decide(VsmState? current, ApplyOrganisation request, AgentDefaults defaults, Func<Guid> newId)
    {
        if (OrganisationRules.Wrong(current, request) is { } wrong)
        {
            return new OrganisationOutcome(null, wrong);
        }

        var before = current ?? new VsmState { Vsm = request.Vsm, Name = request.Name, Purpose = request.Purpose, Version = 0, PolicySetVersion = 0 };
        var existing = before.Systems.ToDictionary(x => x.Name);
        var asked = request.Systems
            .Select(x => SystemPlan.Configure(existing.GetValueOrDefault(x.Name), x, request.Vsm, defaults, newId)).ToList();
        var after = before with
        {
            Name = request.Name,
            Purpose = request.Purpose,
            Limits = request.Limits,
            PolicySpecifications = Merge(before.PolicySpecifications, request.Policies, x => x.Name),
            SuggestedPolicies = [.. before.SuggestedPolicies.ExceptBy(request.Policies.Concat(request.DefaultPolicies).Select(x => x.Name), x => x.Name)],
            DefaultPolicies = request.DefaultPolicies.Count > 0 ? request.DefaultPolicies : before.DefaultPolicies,
            Templates = Merge(before.Templates, request.Templates, x => x.Name),
            Systems = Merge(before.Systems, asked, x => x.Name),
        };
        var (policies, changedPolicies) = PolicyPlan.Derive(after, newId);
        var systems = asked.Where(x => !existing.TryGetValue(x.Name, out var old) || !ReferenceEquals(old, x)).ToList();
        var policySetChanged = current is null || changedPolicies.Count > 0;
        var unchanged = current is not null && systems.Count == 0 && !policySetChanged && Same.As(Asked(before), Asked(after));
        after = after with
        {
            Policies = policies,
            Version = before.Version + (unchanged ? 0 : 1),
            PolicySetVersion = before.PolicySetVersion + (policySetChanged ? 1 : 0),
        };
        var change = new VsmChange { State = after, Systems = systems, Policies = changedPolicies, PolicySetChanged = policySetChanged };
        return Bounds.Exceeded(change) is { } exceeded
            ? new OrganisationOutcome(null, exceeded)
            : new OrganisationOutcome(change, null) { Unchanged = unchanged };
    }

    // What was asked for, without what follows from it.
    private static VsmState Asked(VsmState state) => state with { Systems = [], Policies = [], Version = 0, PolicySetVersion = 0 };

    private static List<T> Merge<T>(IReadOnlyList<T> before, IReadOnlyList<T> asked, Func<T, string> name)
    {
        var byName = asked.ToDictionary(name);
        var names = before.Select(name).ToHashSet();
        return [.. before.Select(x => byName.GetValueOrDefault(name(x), x)), .. asked.Where(x => !names.Contains(name(x)))];
    }
}
