using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S1.Operations.Agents;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_agent_is_retired
{
    [Test]
    public async Task It_finishes_what_it_works_on_and_takes_no_more()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, other) = (Agents.Gate() with { MaxConcurrentTasks = 1 }, Agents.Gate(2));
        await bench.ConfigureAsync(agent, other);
        var (running, waiting) = (Agents.Task(agent, "running"), Agents.Task(agent, "waiting"));
        await bench.AssignAsync(agent, running);
        await bench.Gate.ArrivalAsync();

        await bench.Bus.Publish(Retired(agent));
        await bench.ConsumedAsync<SystemConfiguredConsumer, SystemRetired>(_ => true);
        Assert.That(bench.SaidAnythingOf(running.TaskId), Is.False);
        bench.Gate.Open();

        var result = await bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == running.TaskId);
        Assert.That((result.Output, result.ConfigurationVersion), Is.EqualTo(("did running", 1)));
        await bench.ConsumedAsync<AgentReplicaConsumer, SystemRetired>(_ => true);
        await bench.AssignAsync(agent, waiting);
        await bench.DoAsync<TaskResultMessage>(other, Agents.Task(other, "free"), x => x.TaskId);
        Assert.That(bench.Host.Find(agent.AgentId)!.Queue, Is.Null);
        Assert.That(bench.Gate.Seen, Is.EqualTo(new[] { "running", "free" }));
    }

    [Test]
    public async Task It_is_neither_reported_nor_brought_back_by_what_comes_late()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, other) = (Agents.Gate(), Agents.Gate(2));
        await bench.ConfigureAsync(agent, other);
        await RetireAsync(bench, agent);

        await bench.Bus.Publish(new SystemConfigured { Configuration = agent with { Version = 9, Name = "late" }, Reason = "late" });
        await bench.ConsumedAsync<AgentReplicaConsumer, SystemConfigured>(x => x.Configuration.Name == "late");
        await bench.ConsumedAsync<SystemConfiguredConsumer, SystemConfigured>(x => x.Configuration.Name == "late");
        await bench.Clock.RingAsync(OperationsBench.Interval);

        await bench.PublishedAsync<AgentHealthReported>(x => x.AgentId == other.AgentId);
        Assert.That(bench.Host.Agents.Select(x => x.Configuration.Number), Is.EqualTo(new[] { 2 }));
        Assert.That(bench.Host.Find(agent.AgentId)!.Queue, Is.Null);
        Assert.That(bench.Neighbours.Registrations.Reader.TryPeek(out _), Is.False);
    }

    [Test]
    public async Task A_process_that_starts_later_does_not_run_it()
    {
        var store = new InMemoryStore();
        var (agent, other) = (Agents.Gate(), Agents.Gate(2));
        await using (var first = await OperationsBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store)))
        {
            await first.ConfigureAsync(agent, other);
            await first.ConsumedAsync<SystemConfiguredConsumer, SystemConfigured>(x => x.Configuration.AgentId == other.AgentId);
            await RetireAsync(first, agent);
        }

        await using var second = await OperationsBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store));

        Assert.That((await second.RegistrationAsync()).Agent.Number, Is.EqualTo(2));
        await second.Clock.RingAsync(OperationsBench.Interval);
        await second.PublishedAsync<AgentHealthReported>(x => x.AgentId == other.AgentId);
        Assert.That(second.Neighbours.Registrations.Reader.TryPeek(out _), Is.False);
    }

    [Test]
    public async Task A_command_that_reaches_it_all_the_same_is_a_gap()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, other) = (Agents.Gate(), Agents.Gate(2));
        await bench.ConfigureAsync(agent, other);
        await RetireAsync(bench, agent);

        var gap = await bench.DoAsync<CapabilityGapMessage>(other, Agents.Task(agent, "free"), x => x.TaskId);

        Assert.That((gap.AgentId, gap.Reason), Is.EqualTo((agent.AgentId, "worker 1 was retired.")));
    }

    private static async Task RetireAsync(OperationsBench bench, AgentConfiguration agent)
    {
        await bench.Bus.Publish(Retired(agent));
        await bench.ConsumedAsync<AgentReplicaConsumer, SystemRetired>(x => x.AgentId == agent.AgentId);
        await bench.ConsumedAsync<SystemConfiguredConsumer, SystemRetired>(x => x.AgentId == agent.AgentId);
    }

    private static SystemRetired Retired(AgentConfiguration agent) => new()
    {
        AgentId = agent.AgentId, Number = agent.Number, Name = agent.Name, By = "Ada", Reason = "no use",
    };
}
