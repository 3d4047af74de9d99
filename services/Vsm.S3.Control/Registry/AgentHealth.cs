using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Registry;

/// <summary>Pure decisions on an agent's health.</summary>
internal static class AgentHealth
{
    public const int HistoryLength = 100;
    public const int FailuresUntilUnhealthy = 3;
    public const int SilentIntervals = 3;

    /// <summary>Takes a report of a replica in.</summary>
    /// <param name="agent">The agent, changed in place.</param>
    /// <param name="report">What the replica says; its clock may be another.</param>
    /// <param name="now">The registry's own time.</param>
    /// <param name="interval">How often replicas report.</param>
    public static void Apply(RegisteredAgent agent, AgentHealthReported report, DateTimeOffset now, TimeSpan interval)
    {
        agent.LastSeenAt = now;
        agent.Health = [.. agent.Health.Append(report.Health).TakeLast(HistoryLength)];
        agent.Replicas = agent.Replicas
            .Where(x => x.Key != report.Replica && now - x.Value.At < SilentIntervals * interval)
            .Append(KeyValuePair.Create(report.Replica, new ReplicaReport(report.Metrics, now)))
            .ToDictionary();
        agent.FailuresInARow = report.Health.Success ? 0 : agent.FailuresInARow + 1;
        if (agent.Drained)
        {
            agent.Status = AgentStatus.Draining;
        }
        else if (agent.FailuresInARow >= FailuresUntilUnhealthy)
        {
            agent.Status = AgentStatus.Error;
            agent.StatusReason = $"{agent.FailuresInARow} health checks in a row failed: {report.Health.Error}";
        }
        else if (report.Health.Success)
        {
            agent.Status = Metrics(agent).CurrentLoad >= 1 ? AgentStatus.Busy : AgentStatus.Active;
            agent.StatusReason = null;
        }
    }

    /// <summary>Stops giving the agent tasks, or starts again. One that is not there, or not well, does not get so by that.</summary>
    public static void Drain(RegisteredAgent agent, DrainAgent request)
    {
        agent.Drained = request.Drain;
        if (agent.Status is AgentStatus.Offline or AgentStatus.Error)
        {
            return;
        }

        agent.Status = request.Drain ? AgentStatus.Draining : AgentStatus.Active;
        agent.StatusReason = request.Drain ? $"{request.By ?? "Somebody"} drains it: {request.Reason ?? "no reason given"}" : null;
    }

    /// <summary>Takes an agent in that says, after a health check that it passed, that it is ready.</summary>
    public static void Welcome(RegisteredAgent agent, DateTimeOffset now)
    {
        agent.LastSeenAt = now;
        agent.FailuresInARow = 0;
        if (agent.Drained)
        {
            agent.Status = AgentStatus.Draining;
        }
        else if (agent.Status != AgentStatus.Busy)
        {
            agent.Status = AgentStatus.Active;
            agent.StatusReason = null;
        }
    }

    /// <summary>Marks an agent that nobody has heard of for three intervals.</summary>
    /// <returns>Whether it is marked now.</returns>
    public static bool MarkSilent(RegisteredAgent agent, DateTimeOffset now, TimeSpan interval)
    {
        if (agent.Status == AgentStatus.Offline || now - agent.LastSeenAt <= SilentIntervals * interval)
        {
            return false;
        }

        agent.Status = AgentStatus.Offline;
        agent.StatusReason = $"Not heard of since {agent.LastSeenAt:O}.";
        return true;
    }

    /// <summary>What all replicas counted, together.</summary>
    public static AgentMetrics Metrics(RegisteredAgent agent)
    {
        var all = agent.Replicas.Values.Select(x => x.Metrics).ToList();
        var completed = all.Sum(x => x.TasksCompleted);
        var failed = all.Sum(x => x.TasksFailed);
        var processed = all.Sum(x => x.CommandsProcessed);
        var time = all.Sum(x => x.TotalProcessingTimeMs);
        var running = all.Sum(x => x.Running);
        var slots = Math.Max(1, all.Count) * Math.Max(1, agent.Info.MaxConcurrentTasks);
        return new AgentMetrics
        {
            CommandsProcessed = processed,
            CommandsFailed = all.Sum(x => x.CommandsFailed),
            TotalProcessingTimeMs = time,
            LastCommandAt = all.Max(x => x.LastCommandAt),
            TasksCompleted = completed,
            TasksFailed = failed,
            AverageLatencyMs = processed == 0 ? 0 : time / processed,
            SuccessRate = completed + failed == 0 ? 1 : (double)completed / (completed + failed),
            Running = running,
            CurrentLoad = Math.Min(1, (double)running / slots),
            TokensProcessed = all.Sum(x => x.TokensProcessed),
            CostIncurred = all.Sum(x => x.CostIncurred),
            LastHealthCheck = agent.Health.Count == 0 ? null : agent.Health[^1].Timestamp,
        };
    }
}
