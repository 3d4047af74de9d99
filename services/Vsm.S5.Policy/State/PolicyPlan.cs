using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.State;

/// <summary>
/// Derives the policies in force from what was asked for. One that names systems is a policy of each of them, under the same name and a number
/// of its own, so that one can be clarified without the others; a system that nothing applies to gets the default set. What
/// was made of a suggestion comes on top: it never takes a law away.
/// </summary>
internal static class PolicyPlan
{
    /// <summary>For a System 1 that no other policy applies to, where the organisation brings no default set.</summary>
    public static IReadOnlyList<PolicySpecification> BuiltIn { get; } =
    [
        new()
        {
            Name = "answers-the-task",
            Rule = "The result is not empty.",
            Readings = [new PolicyCheck { Check = "min_words", Parameters = new Dictionary<string, string> { ["min"] = "1" } }],
        },
    ];

    /// <summary>The policies after the change of systems or specifications, and those of them that changed.</summary>
    public static (IReadOnlyList<PolicyState> All, IReadOnlyList<PolicyState> Changed) Derive(VsmState state, Func<Guid> newId)
    {
        var existing = state.Policies.ToDictionary(x => x.Key);
        var wanted = Wanted(state).ToDictionary(x => (x.Specification.Name, x.Target), x => x.Specification);
        var all = new List<PolicyState>();
        var changed = new List<PolicyState>();
        foreach (var (key, specification) in wanted)
        {
            var policy = Define(existing.GetValueOrDefault(key), specification, key.Target, newId);
            all.Add(policy);
            if (!existing.TryGetValue(key, out var before) || !ReferenceEquals(before.Definition, policy.Definition))
            {
                changed.Add(policy);
            }
        }

        foreach (var policy in state.Policies.Where(x => !wanted.ContainsKey(x.Key)))
        {
            var outOfForce = policy.InForce
                ? policy with { InForce = false, Definition = policy.Definition with { Version = policy.Definition.Version + 1 } }
                : policy;
            all.Add(outOfForce);
            if (policy.InForce)
            {
                changed.Add(outOfForce);
            }
        }

        return (all, changed);
    }

    private static IEnumerable<(PolicySpecification Specification, Guid Target)> Wanted(VsmState state)
    {
        var team = state.PolicySpecifications.Where(x => x.AppliesTo.Count == 0).ToList();
        var named = state.PolicySpecifications.Where(x => x.AppliesTo.Count > 0).ToList();
        var defaults = state.DefaultPolicies.Count > 0 ? state.DefaultPolicies : BuiltIn;
        foreach (var policy in team.Concat(state.SuggestedPolicies.Where(x => x.AppliesTo.Count == 0)))
        {
            yield return (policy, PolicyRow.Team);
        }

        foreach (var system in state.Systems)
        {
            var own = named.Where(x => x.AppliesTo.Contains(system.Name)).ToList();
            foreach (var policy in (team.Count + own.Count > 0 ? own : defaults).Concat(state.SuggestedPolicies.Where(x => x.AppliesTo.Contains(system.Name))))
            {
                yield return (policy, system.AgentId);
            }
        }
    }

    private static PolicyState Define(PolicyState? current, PolicySpecification specification, Guid target, Func<Guid> newId)
    {
        if (current is { InForce: true } && Same.As(Law(current.Specification), Law(specification)))
        {
            return current;
        }

        return new PolicyState
        {
            InForce = true,
            Specification = specification,
            Definition = new PolicyDefinition
            {
                PolicyId = current?.Definition.PolicyId ?? newId(),
                Number = current?.Definition.Number ?? 0,
                Name = specification.Name,
                Rule = specification.Rule,
                Scope = target == PolicyRow.Team ? PolicyScope.Team : PolicyScope.System,
                AgentId = target == PolicyRow.Team ? null : target,
                Version = (current?.Definition.Version ?? 0) + 1,
                Readings = specification.Readings,
                WhenVague = specification.WhenVague,
            },
        };
    }

    // Whom it applies to makes other policies, not another version of this one.
    private static PolicySpecification Law(PolicySpecification specification) => specification with { AppliesTo = [] };
}
