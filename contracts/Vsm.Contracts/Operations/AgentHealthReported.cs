namespace Vsm.Contracts.Operations;

/// <summary>A replica of System 1 checked one of its agents; published once an interval, with the agent's metrics.</summary>
public sealed record AgentHealthReported
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>The replica that checked; it counts from zero when it starts.</summary>
    public required string Replica { get; init; }

    public required HealthRecord Health { get; init; }

    public required AgentMetrics Metrics { get; init; }
}
