using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>The agent is in the registry and, unless it drains, gets tasks.</summary>
public sealed record AgentRegistered
{
    public required AgentInfo Agent { get; init; }

    public required AgentStatus Status { get; init; }
}
