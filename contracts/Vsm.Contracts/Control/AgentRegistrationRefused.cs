using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>The agent is not in the registry.</summary>
public sealed record AgentRegistrationRefused
{
    public required AgentInfo Agent { get; init; }

    /// <summary><c>ErrAgentAlreadyRegistered</c>, <c>ErrAgentInvalid</c> or <c>ErrHealthCheckFailed</c>.</summary>
    public required string Error { get; init; }

    public required string Reason { get; init; }
}
