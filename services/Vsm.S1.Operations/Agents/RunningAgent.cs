using MassTransit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Agents;

/// <summary>An agent as this replica runs it: its configuration, its queue, and what it counted since it started.</summary>
internal sealed class RunningAgent(AgentConfiguration configuration, DateTimeOffset startedAt)
{
    private readonly Lock _counting = new();
    private readonly Lock _learning = new();
    private AgentMetrics _metrics = new();

    public AgentConfiguration Configuration { get; private set; } = configuration;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Held by whoever connects or stops the queue, which can last as long as a task.</summary>
    public SemaphoreSlim Changing { get; } = new(1);

    public HostReceiveEndpointHandle? Queue { get; set; }

    /// <summary>How many tasks the queue was connected for.</summary>
    public int QueueLimit { get; set; }

    /// <summary>The newest version that Control was told of as healthy.</summary>
    public int AnnouncedVersion { get; set; }

    /// <summary>Its MCP servers as Control was told of them.</summary>
    public string? AnnouncedServers { get; set; }

    public bool Announced => AnnouncedVersion == Configuration.Version;

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

    /// <summary>Works under the configuration from the next task on, unless a newer one is in force.</summary>
    public void Learn(AgentConfiguration configuration)
    {
        lock (_learning)
        {
            Configuration = configuration.Version > Configuration.Version ? configuration : Configuration;
        }
    }

    public void Started() => Count(x => x with { Running = x.Running + 1 });

    public void Ended(AttemptOutcome outcome, TimeSpan time, Usage usage, DateTimeOffset at)
    {
        var (succeeded, failed) = (outcome == AttemptOutcome.Succeeded ? 1 : 0, outcome == AttemptOutcome.Failed ? 1 : 0);
        Count(x => x with
        {
            Running = x.Running - 1,
            CommandsProcessed = x.CommandsProcessed + 1,
            CommandsFailed = x.CommandsFailed + failed,
            TasksCompleted = x.TasksCompleted + succeeded,
            TasksFailed = x.TasksFailed + failed,
            TotalProcessingTimeMs = x.TotalProcessingTimeMs + time.TotalMilliseconds,
            LastCommandAt = at,
            TokensProcessed = x.TokensProcessed + usage.InputTokens + usage.OutputTokens,
            CostIncurred = x.CostIncurred + usage.Cost,
        });
    }

    /// <summary>A turn of a conversation has ended, which is no task.</summary>
    public void Conversed(bool answered, TimeSpan time, Usage usage, DateTimeOffset at) => Count(x => x with
    {
        CommandsProcessed = x.CommandsProcessed + 1,
        CommandsFailed = x.CommandsFailed + (answered ? 0 : 1),
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
