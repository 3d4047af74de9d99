namespace Vsm.Contracts.Policy;

/// <summary>A System 1 is new, or its configuration changed.</summary>
public sealed record SystemConfigured
{
    public required AgentConfiguration Configuration { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Asks for a System 1's configuration; answered by <see cref="AgentConfigurationFound"/> or <see cref="AgentConfigurationNotFound"/>.</summary>
public sealed record FindAgentConfiguration
{
    public required Guid AgentId { get; init; }
}

/// <summary>The newest configuration.</summary>
public sealed record AgentConfigurationFound
{
    public required AgentConfiguration Configuration { get; init; }
}

/// <summary>No such System 1.</summary>
public sealed record AgentConfigurationNotFound
{
    public required Guid AgentId { get; init; }
}
