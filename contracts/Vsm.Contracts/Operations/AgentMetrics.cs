namespace Vsm.Contracts.Operations;

/// <summary>Counted by one replica of System 1 for one of its agents since it started the agent.</summary>
public sealed record AgentMetrics
{
    public long CommandsProcessed { get; init; }

    public long CommandsFailed { get; init; }

    public double TotalProcessingTimeMs { get; init; }

    public DateTimeOffset? LastCommandAt { get; init; }

    public long TasksCompleted { get; init; }

    public long TasksFailed { get; init; }

    public double AverageLatencyMs { get; init; }

    /// <summary>Completed of all tried, 0 to 1; 1 before the first.</summary>
    public double SuccessRate { get; init; } = 1;

    /// <summary>Running of at most allowed, 0 to 1.</summary>
    public double CurrentLoad { get; init; }

    public int Running { get; init; }

    public long TokensProcessed { get; init; }

    public decimal CostIncurred { get; init; }

    public DateTimeOffset? LastHealthCheck { get; init; }
}
