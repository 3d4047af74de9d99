namespace Vsm.S5.Policy.State;

/// <summary>What a decision makes of a VSM instance.</summary>
internal sealed record VsmChange
{
    /// <summary>The instance with the change. New systems and policies have number 0 until <see cref="Numbered"/>.</summary>
    public required VsmState State { get; init; }

    /// <summary>Systems that are new or have a new configuration.</summary>
    public IReadOnlyList<SystemState> Systems { get; init; } = [];

    /// <summary>Policies that are new, have a new version or went out of force.</summary>
    public IReadOnlyList<PolicyState> Policies { get; init; } = [];

    /// <summary>The policy set has a new version.</summary>
    public required bool PolicySetChanged { get; init; }

    public int NewSystems => Systems.Count(x => x.Configuration.Number == 0);

    public int NewPolicies => Policies.Count(x => x.Definition.Number == 0);

    /// <summary>The same, with the changed configurations in force since then.</summary>
    public VsmChange Since(DateTimeOffset at)
    {
        var systems = Systems.Select(x => x.Since(at)).ToDictionary(x => x.AgentId);
        return this with
        {
            Systems = [.. Systems.Select(x => systems[x.AgentId])],
            State = State with { Systems = [.. State.Systems.Select(x => systems.GetValueOrDefault(x.AgentId, x))] },
        };
    }

    /// <summary>Gives the new systems and policies their numbers, in order.</summary>
    public VsmChange Numbered(IReadOnlyList<int> systemNumbers, IReadOnlyList<int> policyNumbers)
    {
        var nextSystem = 0;
        var nextPolicy = 0;
        var systems = Systems.Select(x => x.Configuration.Number != 0
            ? x
            : x with { Configuration = x.Configuration with { Number = systemNumbers[nextSystem++] } }).ToList();
        var policies = Policies.Select(x => x.Definition.Number != 0
            ? x
            : x with { Definition = x.Definition with { Number = policyNumbers[nextPolicy++] } }).ToList();
        var systemsById = systems.ToDictionary(x => x.AgentId);
        var policiesByKey = policies.ToDictionary(x => x.Key);
        return this with
        {
            Systems = systems,
            Policies = policies,
            State = State with
            {
                Systems = [.. State.Systems.Select(x => systemsById.GetValueOrDefault(x.AgentId, x))],
                Policies = [.. State.Policies.Select(x => policiesByKey.GetValueOrDefault(x.Key, x))],
            },
        };
    }
}
