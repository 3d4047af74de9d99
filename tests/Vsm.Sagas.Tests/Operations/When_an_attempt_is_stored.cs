using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Health;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Execution;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_attempt_is_stored
{
    [Test]
    public async Task Its_command_is_acknowledged_long_before_the_model_has_answered()
    {
        await using var bench = await ToolBench.StartAsync();
        var (task, gate) = await HoldAsync(bench, ToolBench.Clerk());

        await bench.Bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == task.TaskId);
        Assert.That(bench.Bench.SaidAnythingOf(task.TaskId), Is.False);
        gate.SetResult();
        Assert.That((await bench.Bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == task.TaskId)).Output, Is.EqualTo("Thought."));
    }

    [Test]
    public async Task It_may_take_longer_than_a_message_may_be_in_work()
    {
        await using var bench = await ToolBench.StartAsync(("Vsm:HandlerLimit", "00:00:02"), ("Vsm:OutagePatience", "00:00:01"));
        var (task, gate) = await HoldAsync(bench, ToolBench.Clerk());

        var since = TimeProvider.System.GetTimestamp();
        await Eventually.ReadAsync("the limit to pass", () => Task.FromResult(TimeProvider.System.GetElapsedTime(since)), x => x > TimeSpan.FromSeconds(2.5));
        gate.SetResult();

        Assert.That((await bench.Bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == task.TaskId)).Output, Is.EqualTo("Thought."));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task No_more_of_them_are_worked_on_than_the_agent_takes()
    {
        await using var bench = await ToolBench.StartAsync();
        var clerk = ToolBench.Clerk() with { MaxConcurrentTasks = 1 };
        var (_, gate) = await HoldAsync(bench, clerk);
        var second = Agents.Task(clerk, "Think again.");

        await bench.Bench.AssignAsync(clerk, second);
        await bench.Bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == second.TaskId);

        Assert.That(bench.Server.Requests, Has.Count.EqualTo(1));
        Assert.That(bench.Bench.Host.Find(clerk.AgentId)!.Metrics.Running, Is.EqualTo(1));
        gate.SetResult();
        await bench.Bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == second.TaskId);
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_that_is_abandoned_while_it_waits_is_never_begun()
    {
        await using var bench = await ToolBench.StartAsync();
        var clerk = ToolBench.Clerk() with { MaxConcurrentTasks = 1 };
        var (_, gate) = await HoldAsync(bench, clerk);
        var (second, third) = (Agents.Task(clerk, "Never mind."), Agents.Task(clerk, "Think again."));
        await bench.Bench.AssignAsync(clerk, second);
        await bench.Bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == second.TaskId);

        await bench.Bench.Bus.Publish(new TaskAttemptAbandoned { TaskId = second.TaskId, Attempt = 1, Reason = "cancelled" });
        await bench.Bench.ConsumedAsync<Vsm.S1.Operations.Agents.AgentReplicaConsumer, TaskAttemptAbandoned>(x => x.TaskId == second.TaskId);
        gate.SetResult();

        await bench.Bench.DoAsync<TaskResultMessage>(clerk, third, x => x.TaskId);
        Assert.That(bench.Server.Requests.Select(x => x.Said("user")), Is.EqualTo(new[] { "Think.", "Think again." }));
        Assert.That(bench.Bench.SaidAnythingOf(second.TaskId), Is.False);
    }

    [Test]
    public async Task The_process_says_that_it_looks_for_them()
    {
        await using var bench = await ToolBench.StartAsync();

        var readiness = bench.Bench.Services.GetServices<IReadiness>().OfType<AttemptWorker>().Single();

        Assert.That((readiness.Name, readiness.Problem), Is.EqualTo(("attempts", (string?)null)));
    }

    /// <summary>Has the agent do a task whose model answers when the gate is opened, and waits until it was asked.</summary>
    private static async Task<(AssignTaskMessage Task, TaskCompletionSource Gate)> HoldAsync(ToolBench bench, AgentConfiguration clerk)
    {
        var (gate, asked) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Server.Otherwise = _ =>
        {
            asked.TrySetResult();
            return ChatReply.Text("Thought.").After(gate.Task);
        };
        await bench.Bench.ConfigureAsync(clerk);
        var task = Agents.Task(clerk, "Think.");
        await bench.Bench.AssignAsync(clerk, task);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return (task, gate);
    }
}
