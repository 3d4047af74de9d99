using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_agent_gets_a_task
{
    [Test]
    public async Task The_result_says_what_was_done_under_which_versions_and_at_what_cost()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(4, Agents.Step("redact", ("kinds", "email"))) with { Version = 3 };
        await bench.ConfigureAsync(agent);
        var task = Agents.Task(agent, "Ask anna@example.org.") with { Attempt = 2 };

        var result = await bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId);

        Assert.That((result.Output, result.Content, result.Attempt), Is.EqualTo(("Ask [email].", "Ask anna@example.org.", 2)));
        Assert.That((result.AgentId, result.AgentNumber, result.ConfigurationVersion, result.PolicySetVersion), Is.EqualTo((agent.AgentId, 4, 3, 4)));
        Assert.That(result.Usage, Is.EqualTo(new Usage { Cost = 0.02m }));
        var call = result.ToolCalls.Single();
        Assert.That((call.Id, call.Tool, call.Outcome, call.Arguments["kinds"]), Is.EqualTo(("1", "redact", ToolCallOutcome.Succeeded, "email")));
        Assert.That(call.Result, Is.EqualTo("1 line of 1 line; replaced 1 email: Ask [email].").Or.EqualTo("1 line; replaced 1 email: Ask [email]."));
    }

    [Test]
    public async Task Each_call_is_in_the_journal()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(4, Agents.Step("redact"), Agents.Step("redact", ("pattern", "x")));
        await bench.ConfigureAsync(agent);
        var task = Agents.Task(agent, "text");

        await bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId);

        var entry = await bench.JournalAsync($"{task.TaskId}/1/tool/2");
        Assert.That((entry.Kind, entry.Function, entry.TaskId, entry.Attempt, entry.Actor), Is.EqualTo((JournalKinds.ToolCall, "s1", task.TaskId, 1, "worker 4")));
        Assert.That(entry.Read<ToolCall>().Arguments["pattern"], Is.EqualTo("x"));
        Assert.That((await bench.JournalAsync($"{task.TaskId}/1/tool/1")).Read<ToolCall>().Tool, Is.EqualTo("redact"));
    }

    [Test]
    public async Task A_capability_that_it_lacks_is_reported_and_nothing_is_done()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);

        var gap = await bench.DoAsync<CapabilityGapMessage>(
            agent, Agents.Task(agent, "free") with { RequiredCapabilities = ["Count", "translate"] }, x => x.TaskId);

        Assert.That((gap.ReportedBy, gap.AgentId, gap.Reason), Is.EqualTo((GapReporter.System1, agent.AgentId, "worker 1 has no capability translate.")));
        Assert.That(gap.MissingCapabilities, Is.EqualTo(new[] { "translate" }));
        Assert.That(bench.Gate.Seen, Is.Empty);
    }

    [TestCase("function", "guess")]
    [TestCase("llm", "gate")]
    public async Task One_that_is_not_set_up_for_work_says_so(string kind, string function)
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(1, Agents.Step(function)) with { Kind = kind };
        await bench.ConfigureAsync(agent);

        var gap = await bench.DoAsync<CapabilityGapMessage>(agent, Agents.Task(agent, "free"), x => x.TaskId);

        Assert.That(gap.Reason, Does.StartWith("worker 1 is not set up for work: "));
        Assert.That(bench.Gate.Seen, Is.Empty);
    }

    [Test]
    public async Task Data_that_cannot_be_worked_on_end_the_attempt_with_the_reason()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(1, Agents.Step("aggregate", ("count", "n")));
        await bench.ConfigureAsync(agent);

        var failed = await bench.DoAsync<TaskExecutionFailed>(
            agent, Agents.Task(agent, "no [ json") with { Parameters = new Dictionary<string, string> { ["format"] = "json" } }, x => x.TaskId);

        Assert.That((failed.Error, failed.AgentId, failed.Usage.Cost), Is.EqualTo((ExecutionError.BadInput, agent.AgentId, 0.02m)));
        Assert.That(failed.Reason, Does.Contain("the task"));
        Assert.That(failed.ToolCalls.Single().Outcome, Is.EqualTo(ToolCallOutcome.Failed));
    }

    [Test]
    public async Task Its_time_limit_ends_it()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);
        var task = Agents.Task(agent, "slow");
        await bench.AssignAsync(agent, task);
        await bench.Gate.ArrivalAsync();

        await bench.Clock.RingAsync(OperationsBench.TaskLimit);

        var failed = await bench.PublishedAsync<TaskExecutionFailed>(x => x.TaskId == task.TaskId);
        Assert.That((failed.Error, failed.Reason), Is.EqualTo((ExecutionError.TimedOut, "worker 1 was not done after 00:01:17.")));
        Assert.That(failed.ToolCalls.Single().Result, Is.EqualTo("Cancelled."));
    }

    [Test]
    public async Task One_whose_deadline_passed_in_the_queue_is_not_begun()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);

        var failed = await bench.DoAsync<TaskExecutionFailed>(
            agent, Agents.Task(agent, "late") with { Deadline = DateTimeOffset.UnixEpoch }, x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.TimedOut));
        Assert.That(bench.Gate.Seen, Is.Empty);
    }

    [Test]
    public async Task A_fault_of_its_function_is_a_fault_of_the_command_and_its_queue_goes_on()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "0"));
        var (agent, other) = (Agents.Gate(), Agents.Gate(2));
        await bench.ConfigureAsync(agent, other);
        var task = Agents.Task(agent, "broken");

        var fault = await bench.DoAsync<Fault<AssignTaskMessage>>(agent, task, x => x.Message.TaskId);

        Assert.That(fault.Exceptions.Single().Message, Is.EqualTo("The function has a fault."));
        Assert.That(bench.SaidAnythingOf(task.TaskId), Is.False);
        foreach (var next in (AgentConfiguration[])[agent, other])
        {
            var result = await bench.DoAsync<TaskResultMessage>(next, Agents.Task(next, "free"), x => x.TaskId);
            Assert.That(result.AgentNumber, Is.EqualTo(next.Number));
        }

        Assert.That(bench.Host.Find(agent.AgentId)!.Metrics.SuccessRate, Is.EqualTo(0.5));
        Assert.That(bench.Host.Find(other.AgentId)!.Metrics.SuccessRate, Is.EqualTo(1));
    }

    [Test]
    public async Task A_fault_is_tried_again_as_often_as_the_setting_says()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "2"));
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);

        await bench.DoAsync<Fault<AssignTaskMessage>>(agent, Agents.Task(agent, "broken"), x => x.Message.TaskId);

        Assert.That(bench.Gate.Seen, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_newer_configuration_that_the_command_names_is_fetched_and_worked_under()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(1, Agents.Step("redact")) with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        var newer = agent with { Version = 2, MaxConcurrentTasks = 2, Parameters = new Dictionary<string, string> { ["redact_pattern"] = "secret" } };
        bench.Neighbours.Configurations[agent.AgentId] = newer;

        var result = await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(newer, "a secret"), x => x.TaskId);

        Assert.That((result.Output, result.ConfigurationVersion), Is.EqualTo(("a [redacted]", 2)));
        await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(newer, "another"), x => x.TaskId);
        Assert.That(bench.Neighbours.Asked, Is.EqualTo(new[] { agent.AgentId }));

        // Everybody is told of it, too; only then the queue changes.
        await bench.Bus.Publish(new SystemConfigured { Configuration = newer, Reason = "corrected" });
        Assert.That((await bench.RegistrationAsync()).Agent.MaxConcurrentTasks, Is.EqualTo(2));
        Assert.That(bench.Host.Find(agent.AgentId)!.QueueLimit, Is.EqualTo(2));
    }

    [Test]
    public async Task A_version_that_Policy_does_not_know_yet_is_not_replaced_by_an_older_one()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "0"));
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);
        bench.Neighbours.Configurations[agent.AgentId] = agent;

        var fault = await bench.DoAsync<Fault<AssignTaskMessage>>(
            agent, Agents.Task(agent, "free") with { ConfigurationVersion = 2 }, x => x.Message.TaskId);

        Assert.That(fault.Exceptions.Single().Message, Does.Contain("under version 2 of worker 1, but Policy knows 1"));
        Assert.That(bench.Gate.Seen, Is.Empty);
    }

    [Test]
    public async Task One_that_Policy_does_not_know_is_refused_at_once()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "5"));
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);
        var stranger = Guid.NewGuid();

        var fault = await bench.DoAsync<Fault<AssignTaskMessage>>(
            agent, Agents.Task(agent, "free") with { AgentId = stranger }, x => x.Message.TaskId);

        Assert.That(fault.Exceptions.Single().Message, Does.Contain($"is for agent {stranger}, which Policy does not know"));
        Assert.That(bench.Neighbours.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_command_that_names_no_agent_is_refused()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Gate();
        await bench.ConfigureAsync(agent);

        var fault = await bench.DoAsync<Fault<AssignTaskMessage>>(agent, Agents.Task(agent, "free") with { AgentId = null }, x => x.Message.TaskId);

        Assert.That(fault.Exceptions.Single().Message, Does.Contain("names no agent"));
    }
}
