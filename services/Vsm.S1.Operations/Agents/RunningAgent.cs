using MassTransit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Agents;

/// <summary>An agent as this replica runs it: its configuration, its queue, and what it counted since it started.</summary>
internal sealed class RunningAgent(AgentConfiguration configuration, DateTimeOffset startedAt)
{
    private readonly Lock _counting = new();
    private AgentMetrics _metrics = new();

    public AgentConfiguration Configuration { get; set; } = configuration;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public HostReceiveEndpointHandle? Queue { get; set; }

    /// <summary>Whether Control was told of this configuration.</summary>
    public bool Announced { get; set; }

    public AgentMetrics Metrics
    {
        get
        {
            lock (_counting)
            {
                return _metrics;
            }
        }
    }

    public void Started() => Count(x => x with { Running = x.Running + 1 });

    public void Ended(bool succeeded, TimeSpan time, Usage usage, DateTimeOffset at) => Count(x => x with
    {
        Running = x.Running - 1,
        CommandsProcessed = x.CommandsProcessed + 1,
        CommandsFailed = x.CommandsFailed + (succeeded ? 0 : 1),
        TasksCompleted = x.TasksCompleted + (succeeded ? 1 : 0),
        TasksFailed = x.TasksFailed + (succeeded ? 0 : 1),
        TotalProcessingTimeMs = x.TotalProcessingTimeMs + time.TotalMilliseconds,
        LastCommandAt = at,
        TokensProcessed = x.TokensProcessed + usage.InputTokens + usage.OutputTokens,
        CostIncurred = x.CostIncurred + usage.Cost,
    });

    public void Checked(DateTimeOffset at) => Count(x => x with { LastHealthCheck = at });

    private void Count(Func<AgentMetrics, AgentMetrics> change)
    {
        lock (_counting)
        {
            var metrics = change(_metrics);
            var tried = metrics.TasksCompleted + metrics.TasksFailed;
            _metrics = metrics with
            {
                AverageLatencyMs = metrics.CommandsProcessed == 0 ? 0 : metrics.TotalProcessingTimeMs / metrics.CommandsProcessed,
                SuccessRate = tried == 0 ? 1 : (double)metrics.TasksCompleted / tried,
                CurrentLoad = Math.Min(1, (double)metrics.Running / Math.Max(1, Configuration.MaxConcurrentTasks)),
            };
        }
    }
}
