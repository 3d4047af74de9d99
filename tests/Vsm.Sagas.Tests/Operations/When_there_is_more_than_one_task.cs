using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Execution;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_there_is_more_than_one_task
{
    [Test]
    public async Task An_agent_works_on_as_many_as_it_may_while_others_go_on()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, other) = (Agents.Gate() with { MaxConcurrentTasks = 2 }, Agents.Gate(2));
        await bench.ConfigureAsync(agent, other);
        var tasks = Enumerable.Range(1, 6).Select(x => Agents.Task(agent, $"task {x}")).ToList();
        await Task.WhenAll(tasks.Select(x => bench.AssignAsync(agent, x)));
        await bench.Gate.ArrivalAsync();
        await bench.Gate.ArrivalAsync();

        var result = await bench.DoAsync<TaskResultMessage>(other, Agents.Task(other, "free"), x => x.TaskId);

        Assert.That(result.AgentNumber, Is.EqualTo(2));
        Assert.That(bench.Host.Find(agent.AgentId)!.Metrics, Has.Property(nameof(AgentMetrics.CurrentLoad)).EqualTo(1).And.Property(nameof(AgentMetrics.Running)).EqualTo(2));
        bench.Gate.Open();
        foreach (var task in tasks)
        {
            await bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == task.TaskId);
        }

        Assert.That(bench.Gate.Most, Is.EqualTo(2));
    }

    [Test]
    public async Task Giving_one_up_stops_it_and_nothing_is_said_of_it()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        var (running, next) = (Agents.Task(agent, "running"), Agents.Task(agent, "free"));
        await bench.AssignAsync(agent, running);
        await bench.Gate.ArrivalAsync();

        await bench.Bus.Publish(new TaskAttemptAbandoned { TaskId = running.TaskId, Attempt = 1, Reason = "cancelled" });

        await bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == running.TaskId);
        await bench.DoAsync<TaskResultMessage>(agent, next, x => x.TaskId);
        Assert.That(bench.SaidAnythingOf(running.TaskId), Is.False);
        var metrics = bench.Host.Find(agent.AgentId)!.Metrics;
        Assert.That((metrics.TasksCompleted, metrics.TasksFailed, metrics.CommandsFailed, metrics.Running), Is.EqualTo((1, 0, 0, 0)));
    }

    [Test]
    public async Task Giving_one_up_that_waits_keeps_it_from_being_begun()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        var (running, waiting) = (Agents.Task(agent, "running"), Agents.Task(agent, "waiting"));
        await bench.AssignAsync(agent, running);
        await bench.Gate.ArrivalAsync();
        await bench.AssignAsync(agent, waiting);

        await bench.Bus.Publish(new TaskAttemptAbandoned { TaskId = waiting.TaskId, Attempt = 1, Reason = "cancelled" });
        await bench.ConsumedAsync<AgentReplicaConsumer, TaskAttemptAbandoned>(_ => true);
        bench.Gate.Open();

        await bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == waiting.TaskId);
        Assert.That(bench.Gate.Seen, Is.EqualTo(new[] { "running" }));
        Assert.That(bench.SaidAnythingOf(waiting.TaskId), Is.False);
    }

    [Test]
    public async Task Giving_up_one_attempt_leaves_the_next_alone()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);
        var task = Agents.Task(agent, "free") with { Attempt = 2 };

        await bench.Bus.Publish(new TaskAttemptAbandoned { TaskId = task.TaskId, Attempt = 1, Reason = "no answer" });
        await bench.ConsumedAsync<AgentReplicaConsumer, TaskAttemptAbandoned>(_ => true);

        Assert.That((await bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId)).Attempt, Is.EqualTo(2));
    }
}
