using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>
/// A System 1 is ready for commands. Control answers <see cref="AgentRegistered"/> or <see cref="AgentRegistrationRefused"/>. Sent again by every
/// replica and after every change of the configuration.
/// </summary>
public sealed record RegisterAgent
{
    public required AgentInfo Agent { get; init; }

    /// <summary>The health check that the agent passed, or did not.</summary>
    public required HealthRecord Health { get; init; }
}
