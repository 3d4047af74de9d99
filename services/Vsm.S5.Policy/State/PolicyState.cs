using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.State;

/// <summary>A policy in its newest version, and what was asked for.</summary>
internal sealed record PolicyState
{
    public required PolicyDefinition Definition { get; init; }

    public required PolicySpecification Specification { get; init; }

    public required bool InForce { get; init; }

    public (string Name, Guid Target) Key => (Definition.Name, Definition.AgentId ?? PolicyRow.Team);
}
