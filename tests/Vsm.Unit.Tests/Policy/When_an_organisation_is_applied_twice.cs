using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_an_organisation_is_applied_twice
{
    [FsCheck.NUnit.Property]
    public bool Nothing_changes(byte[] systems, byte[] policies, byte[] defaults)
    {
        var request = Organisation(systems, policies, defaults);
        var first = Given.Applied(request);

        var second = Given.Decide(request, first);

        return second.Unchanged
            && second.Change is { PolicySetChanged: false, Systems.Count: 0, Policies.Count: 0 } change
            && change.State.Version == first.Version
            && change.State.PolicySetVersion == first.PolicySetVersion
            && change.State.PolicySet.Policies.SequenceEqual(first.PolicySet.Policies);
    }

    [FsCheck.NUnit.Property]
    public bool Every_system_works_under_at_least_one_policy_and_numbers_are_unique(byte[] systems, byte[] policies, byte[] defaults)
    {
        var state = Given.Applied(Organisation(systems, policies, defaults));
        var inForce = state.PolicySet.Policies;

        return state.Systems.All(x => inForce.Any(p => p.Scope == PolicyScope.Team || p.AgentId == x.AgentId))
            && inForce.Select(x => x.Number).Distinct().Count() == inForce.Count
            && inForce.All(x => x.Number > 0 && (x.Scope == PolicyScope.Team) == (x.AgentId is null));
    }

    private static ApplyOrganisation Organisation(byte[] systems, byte[] policies, byte[] defaults)
    {
        var names = systems.Select(x => $"system-{x % 6}").Distinct().ToArray();
        return Given.Request([.. names.Select(x => Given.System(x, x))]) with
        {
            Policies = [.. policies.DistinctBy(x => x % 5).Select(x => Given.Policy($"policy-{x % 5}", [.. names.Skip(x % 7)]))],
            DefaultPolicies = [.. defaults.DistinctBy(x => x % 3).Select(x => Given.Policy($"default-{x % 3}"))],
        };
    }
}
