namespace Vsm.Contracts.Operations;

/// <summary>What a System 1 says of itself when it registers.</summary>
public sealed record AgentInfo
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Number { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary><c>function</c>, <c>llm</c>, <c>mcp</c>, <c>remote</c>, <c>sensor</c> or <c>api</c>.</summary>
    public required string Kind { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    public required int ConfigurationVersion { get; init; }

    public required int MaxConcurrentTasks { get; init; }

    /// <summary>Estimated cost of one task in USD.</summary>
    public decimal CostPerTask { get; init; }

    /// <summary>The most that it may spend altogether in USD; absent: no cap of its own.</summary>
    public decimal? CostTotal { get; init; }

    /// <summary>The configuration parameters that the agent's functions honour; a correction can set these and no others.</summary>
    public IReadOnlyList<string> HonouredParameters { get; init; } = [];

    /// <summary>Its MCP servers as the replica that registered last has them.</summary>
    public IReadOnlyList<McpServerStatus> McpServers { get; init; } = [];

    public required DateTimeOffset StartedAt { get; init; }
}
