using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_the_health_interval_passes
{
    [Test]
    public async Task Each_agent_is_reported_with_what_it_counted()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (worker, idle) = (Agents.Of(1, Agents.Step("redact")), Agents.Gate(2));
        await bench.ConfigureAsync(worker, idle);
        await bench.DoAsync<TaskResultMessage>(worker, Agents.Task(worker, "text"), x => x.TaskId);
        var file = new ContentReference { Uri = new Uri("file:///nowhere"), Length = 0, Sha256 = "" };
        await bench.DoAsync<TaskExecutionFailed>(worker, Agents.Task(worker, "no file") with { References = [file] }, x => x.TaskId);

        await bench.Clock.RingAsync(OperationsBench.Interval);

        var report = await bench.PublishedAsync<AgentHealthReported>(x => x.AgentId == worker.AgentId);
        Assert.That((report.Replica, report.Health.Success), Is.EqualTo((EndpointNames.ReplicaId, true)));
        var metrics = report.Metrics;
        Assert.That((metrics.CommandsProcessed, metrics.CommandsFailed, metrics.TasksCompleted, metrics.TasksFailed), Is.EqualTo((2, 1, 1, 1)));
        Assert.That((metrics.SuccessRate, metrics.CostIncurred, metrics.CurrentLoad, metrics.Running), Is.EqualTo((0.5, 0.04m, 0, 0)));
        Assert.That(metrics.AverageLatencyMs, Is.EqualTo(metrics.TotalProcessingTimeMs / 2).And.GreaterThan(0));
        Assert.That(metrics.LastHealthCheck, Is.EqualTo(report.Health.Timestamp));
        var other = await bench.PublishedAsync<AgentHealthReported>(x => x.AgentId == idle.AgentId);
        Assert.That((other.Metrics.CommandsProcessed, other.Metrics.SuccessRate), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task One_that_a_queue_change_holds_up_is_reported_with_the_others()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        await bench.AssignAsync(agent, Agents.Task(agent, "running"));
        await bench.Gate.ArrivalAsync();
        await bench.Bus.Publish(new SystemConfigured { Configuration = agent with { Version = 2, MaxConcurrentTasks = 2 }, Reason = "more" });
        await bench.ConfigureAsync(Agents.Gate(2));

        await bench.Clock.RingAsync(OperationsBench.Interval);

        var report = await bench.PublishedAsync<AgentHealthReported>(x => x.AgentId == agent.AgentId);
        Assert.That((report.Health.Success, report.Metrics.Running), Is.EqualTo((true, 1)));
    }
}
