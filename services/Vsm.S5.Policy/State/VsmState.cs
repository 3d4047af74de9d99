using Vsm.Contracts.Policy;

namespace Vsm.S5.Policy.State;

/// <summary>A VSM instance as System 5 sees it.</summary>
internal sealed record VsmState
{
    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Counts the changes of the organisation.</summary>
    public required int Version { get; init; }

    public required int PolicySetVersion { get; init; }

    public TaskLimits Limits { get; init; } = new();

    /// <summary>The policies that were asked for, by name.</summary>
    public IReadOnlyList<PolicySpecification> PolicySpecifications { get; init; } = [];

    /// <summary>Asked for as the default set; none: the built-in one.</summary>
    public IReadOnlyList<PolicySpecification> DefaultPolicies { get; init; } = [];

    /// <summary>Policies that people made of suggestions. They stand beside all others, and replace no default set.</summary>
    public IReadOnlyList<PolicySpecification> SuggestedPolicies { get; init; } = [];

    public IReadOnlyList<SystemSpecification> Templates { get; init; } = [];

    public IReadOnlyList<SystemState> Systems { get; init; } = [];

    /// <summary>All policies, also those that are out of force.</summary>
    public IReadOnlyList<PolicyState> Policies { get; init; } = [];

    /// <summary>The policies in force.</summary>
    public PolicySet PolicySet => new()
    {
        Vsm = Vsm,
        Version = PolicySetVersion,
        Policies = [.. Policies.Where(x => x.InForce).Select(x => x.Definition).OrderBy(x => x.Number)],
    };

    public PurposeDefined PurposeDefined => new() { Vsm = Vsm, Name = Name, Purpose = Purpose, Version = Version, Limits = Limits };
}
