using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S1.Operations.Agents;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_agent_is_configured
{
    [Test]
    public async Task Control_is_told_that_it_is_ready_and_what_it_honours()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(7, Agents.Step("redact"));

        await bench.Bus.Publish(new SystemConfigured { Configuration = agent, Reason = "test" });

        var registration = await bench.RegistrationAsync();
        var info = registration.Agent;
        Assert.That((info.AgentId, info.Number, info.Name, info.ConfigurationVersion), Is.EqualTo((agent.AgentId, 7, "worker 7", 1)));
        Assert.That(info.HonouredParameters, Is.EqualTo(new[] { "fields", "format", "kinds", "output_format", "pattern", "redact_pattern", "redact_personal_data" }));
        Assert.That((registration.Health.Success, registration.Health.Error), Is.EqualTo((true, (string?)null)));
    }

    [TestCase("function", "guess", "There is no function 'guess'")]
    [TestCase("sensor", "redact", "kind 'sensor' cannot be run by this version; it runs 'function' and 'llm'")]
    public async Task One_that_cannot_work_is_announced_with_the_reason_and_again_when_mended(string kind, string function, string reason)
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(1, Agents.Step(function)) with { Kind = kind };

        await bench.Bus.Publish(new SystemConfigured { Configuration = agent, Reason = "test" });

        var broken = (await bench.RegistrationAsync()).Health;
        Assert.That(broken.Success, Is.False);
        Assert.That(broken.Error, Does.Contain(reason));

        await bench.Bus.Publish(new SystemConfigured
        {
            Configuration = agent with { Version = 2, Kind = "function", Steps = [Agents.Step("redact")] },
            Reason = "mended",
        });

        var mended = await bench.RegistrationAsync();
        while (mended.Agent.ConfigurationVersion == 1)
        {
            // Who starts while the agent comes announces it a second time.
            Assert.That(mended.Health.Success, Is.False);
            mended = await bench.RegistrationAsync();
        }

        Assert.That((mended.Health.Success, mended.Agent.ConfigurationVersion), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task One_that_cannot_work_is_announced_at_every_interval()
    {
        await using var bench = await OperationsBench.StartAsync();
        await bench.ConfigureAsync(Agents.Of(1, Agents.Step("guess")));

        Assert.That((await bench.NextRegistrationAsync()).Health.Success, Is.False);
    }

    [Test]
    public async Task An_older_configuration_that_comes_late_changes_nothing()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { Version = 5 };
        await bench.ConfigureAsync(agent);

        await bench.Bus.Publish(new SystemConfigured { Configuration = agent with { Version = 4, Name = "late" }, Reason = "late" });
        await bench.ConsumedAsync<SystemConfiguredConsumer, SystemConfigured>(x => x.Configuration.Name == "late");
        await bench.ConsumedAsync<AgentReplicaConsumer, SystemConfigured>(x => x.Configuration.Name == "late");

        var result = await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "free"), x => x.TaskId);
        Assert.That(result.ConfigurationVersion, Is.EqualTo(5));
        Assert.That((await bench.StoredAsync(agent.AgentId))!.Configuration.Name, Is.EqualTo("worker 1"));
    }

    [Test]
    public async Task A_process_that_starts_later_runs_it_too()
    {
        var store = new InMemoryStore();
        var agent = Agents.Gate(3);
        await using (var first = await OperationsBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store)))
        {
            await first.ConfigureAsync(agent);
            await first.ConsumedAsync<SystemConfiguredConsumer, SystemConfigured>(_ => true);
        }

        await using var second = await OperationsBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store));

        Assert.That((await second.RegistrationAsync()).Agent.AgentId, Is.EqualTo(agent.AgentId));
        var result = await second.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "free"), x => x.TaskId);
        Assert.That(result.Output, Is.EqualTo("did free"));
    }

    [Test]
    public async Task It_takes_as_many_tasks_at_once_as_its_newest_configuration_says()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent, agent with { Version = 2, MaxConcurrentTasks = 3 });

        foreach (var task in (string[])["a", "b", "c", "d"])
        {
            await bench.AssignAsync(agent, Agents.Task(agent, task));
        }

        string[] arrived = [await bench.Gate.ArrivalAsync(), await bench.Gate.ArrivalAsync(), await bench.Gate.ArrivalAsync()];
        bench.Gate.Open();
        await bench.Gate.ArrivalAsync();
        Assert.That(arrived, Is.Unique);
        Assert.That(bench.Gate.Most, Is.EqualTo(3));
    }

    [Test]
    public async Task Its_task_is_finished_before_the_number_of_tasks_changes_and_other_agents_are_not_held_up()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        var running = Agents.Task(agent, "running");
        await bench.AssignAsync(agent, running);
        await bench.Gate.ArrivalAsync();

        await bench.Bus.Publish(new SystemConfigured { Configuration = agent with { Version = 2, MaxConcurrentTasks = 2 }, Reason = "more" });
        await bench.ConfigureAsync(Agents.Gate(2));
        Assert.That(bench.SaidAnythingOf(running.TaskId), Is.False);

        bench.Gate.Open();
        await bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == running.TaskId);
        Assert.That((await bench.RegistrationAsync()).Agent.MaxConcurrentTasks, Is.EqualTo(2));
    }
}
