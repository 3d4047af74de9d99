namespace Vsm.Contracts.Policy;

/// <summary>All policies of a VSM instance in one version.</summary>
public sealed record PolicySet
{
    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Version { get; init; }

    public required IReadOnlyList<PolicyDefinition> Policies { get; init; }
}

/// <summary>The policies of a VSM instance changed; carries all of them.</summary>
public sealed record PolicySetChanged
{
    public required PolicySet PolicySet { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Asks for the policies of a VSM instance; answered by <see cref="PolicySetFound"/>.</summary>
public sealed record FindPolicySet
{
    public string Vsm { get; init; } = VsmInstance.Root;
}

/// <summary>The policies in force; without any organisation, version 0 and none.</summary>
public sealed record PolicySetFound
{
    public required PolicySet PolicySet { get; init; }
}
