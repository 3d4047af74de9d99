using Vsm.Contracts.Policy;

namespace Vsm.S5.Policy.State;

/// <summary>A System 1: its configuration, and what is known of the agent that works under it.</summary>
internal sealed record SystemState
{
    public required AgentConfiguration Configuration { get; init; }

    /// <summary>Parameters that corrections wrote.</summary>
    public IReadOnlyDictionary<string, string> Corrected { get; init; } = new Dictionary<string, string>();

    /// <summary>The newest version that the agent registered with; none before it did.</summary>
    public int? ActiveVersion { get; init; }

    /// <summary>The parameters that the agent's functions honour.</summary>
    public IReadOnlyList<string> Honoured { get; init; } = [];

    public Guid AgentId => Configuration.AgentId;

    public string Name => Configuration.Name;

    /// <summary>The same, with its configuration in force since then.</summary>
    public SystemState Since(DateTimeOffset at) => this with { Configuration = Configuration with { ChangedAt = at } };

    /// <summary>The agent works under its newest configuration.</summary>
    public bool IsActive => ActiveVersion >= Configuration.Version;
}
