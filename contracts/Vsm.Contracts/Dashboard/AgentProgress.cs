using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Dashboard;

/// <summary>An agent as the registry sees it.</summary>
public sealed record AgentProgress
{
    public required AgentInfo Agent { get; init; }

    public required AgentStatus Status { get; init; }

    public AgentMetrics? Metrics { get; init; }

    /// <summary>The latest health checks, newest last, at most 100.</summary>
    public IReadOnlyList<HealthRecord> Health { get; init; } = [];

    public string? Reason { get; init; }
}
