using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_agent_asks_a_model
{
    private static readonly (string, string)[] Prices =
        [("Vsm:Ai:Prices:0:Model", "test/small"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10")];

    [Test]
    public async Task The_answer_is_the_result_with_its_tokens_and_their_price()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Sorry about the lamp.", (1_000, 200))), Prices);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var result = await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "Answer the letter."), x => x.TaskId);

        Assert.That((result.Output, result.Model, result.ConfigurationVersion), Is.EqualTo(("Sorry about the lamp.", "test/small", 1)));
        Assert.That(result.Usage, Is.EqualTo(new Usage { InputTokens = 1_000, OutputTokens = 200, Cost = 0.004m }));
        var call = result.ToolCalls.Single();
        Assert.That((call.Tool, call.Outcome, call.Arguments["model"], call.Arguments["cost"]), Is.EqualTo(("model", ToolCallOutcome.Succeeded, "test/small", "0.004")));
        var request = server.Requests.Single();
        Assert.That((request.Model, request.Said("user")), Is.EqualTo(("small", "Answer the letter.")));
        Assert.That(request.Said("system"), Is.EqualTo(SystemPrompt.Compose(agent)));
        var entry = await bench.JournalAsync($"{result.TaskId}/1/tool/1");
        Assert.That((entry.Kind, entry.Actor, entry.Read<ToolCall>().Result), Is.EqualTo((JournalKinds.ToolCall, "writer", "Sorry about the lamp.")));
    }

    [Test]
    public async Task Without_a_count_it_costs_the_most_that_it_can_have()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Fine.", counted: false)), Prices);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var usage = (await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "Answer."), x => x.TaskId)).Usage;

        Assert.That(usage.UncountedCost, Is.EqualTo(usage.Cost).And.GreaterThan(0.0204m).And.LessThan(0.03m));
    }

    [Test]
    public async Task A_call_that_could_cost_more_than_its_allowance_is_not_made()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server, Prices);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var failure = await bench.DoAsync<TaskExecutionFailed>(agent, Agents.Task(agent, "Answer.") with { Allowance = 0.01m }, x => x.TaskId);

        Assert.That((failure.Error, failure.Usage), Is.EqualTo((ExecutionError.OverBudget, new Usage())));
        Assert.That(failure.Needed, Is.GreaterThan(0.0204m).And.LessThan(0.03m));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task What_its_allowance_leaves_is_for_judging()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Fine.")), Prices);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var result = await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "Answer.") with { Allowance = 0.1m }, x => x.TaskId);

        Assert.That(result.Allowance, Is.EqualTo(0.1m - result.Usage.Cost).And.LessThan(0.1m));
    }

    [Test]
    public async Task Without_a_price_it_is_not_called_under_a_limit_unless_the_configuration_has_one()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server);
        var agent = Writer() with { CostPerTask = 0 };
        await bench.ConfigureAsync(agent);

        var failure = await bench.DoAsync<TaskExecutionFailed>(agent, Agents.Task(agent, "Answer.") with { Allowance = 1m }, x => x.TaskId);

        Assert.That(failure.Error, Is.EqualTo(ExecutionError.NotSetUp));
        Assert.That(failure.Reason, Does.Contain("costs, so no limit could be kept: list it in Vsm:Ai:Prices"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task Without_a_price_it_costs_what_its_configuration_says()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Fine.")));
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var result = await bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "Answer."), x => x.TaskId);

        Assert.That(result.Usage.Cost, Is.EqualTo(0.02m));
    }

    [Test]
    public async Task A_correction_reaches_the_prompt_and_the_answer_of_the_next_attempt()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Dear Ada, write to ada@example.org.")));
        var agent = Writer();
        await bench.ConfigureAsync(agent);
        var corrected = agent with
        {
            Version = 2, Parameters = new Dictionary<string, string> { ["redact_personal_data"] = "true", ["max_sentences"] = "1" },
        };
        bench.Neighbours.Configurations[agent.AgentId] = corrected;

        var task = Agents.Task(corrected, "Answer.") with { Attempt = 2, Reason = "It named an address." };
        var result = await bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId);

        Assert.That((result.Output, result.ConfigurationVersion), Is.EqualTo(("Dear Ada, write to [email].", 2)));
        Assert.That(server.Requests.Single().Said("system"), Does.Contain("at most 1 sentences").And.Contain("Write no personal data"));
        Assert.That(server.Requests.Single().Said("user"), Does.Contain("attempt 2").And.Contain("It named an address."));
    }

    [TestCase(401, "invalid_api_key", ExecutionError.NotSetUp, "refuses the key")]
    [TestCase(404, "model_not_found", ExecutionError.NotSetUp, "has no model 'small'")]
    [TestCase(429, "insufficient_quota", ExecutionError.NotSetUp, "no quota left")]
    [TestCase(400, "context_length_exceeded", ExecutionError.BadInput, "refuses the request")]
    [TestCase(500, null, ExecutionError.Transient, "failed with 500")]
    [TestCase(429, null, ExecutionError.Transient, "too many requests")]
    public async Task A_failure_says_whether_it_may_pass_and_costs_nothing_that_the_provider_refused(int status, string? code, ExecutionError error, string reason)
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server);
        server.Otherwise = _ => ChatReply.Error(status, "No.", code);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var failure = await bench.DoAsync<TaskExecutionFailed>(agent, Agents.Task(agent, "Answer."), x => x.TaskId);

        Assert.That((failure.Error, failure.Usage), Is.EqualTo((error, status == 500 ? new Usage { Cost = 0.02m, UncountedCost = 0.02m } : new Usage())));
        Assert.That(failure.Reason, Does.Contain(reason).And.Not.Contain(ChatServer.Key));
        Assert.That(failure.ToolCalls.Single().Outcome, Is.EqualTo(ToolCallOutcome.Failed));
    }

    [Test]
    public async Task An_answer_that_cannot_be_used_is_paid_all_the_same()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Once upon a", (100, 50), finish: "length")), Prices);
        var agent = Writer();
        await bench.ConfigureAsync(agent);

        var failure = await bench.DoAsync<TaskExecutionFailed>(agent, Agents.Task(agent, "Write a novel."), x => x.TaskId);

        Assert.That((failure.Error, failure.Usage.OutputTokens, failure.Usage.Cost), Is.EqualTo((ExecutionError.NotSetUp, 50L, 0.0007m)));
        Assert.That(failure.Reason, Does.Contain("max_output_tokens"));
    }

    [Test]
    public async Task The_same_command_does_not_buy_a_second_answer()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server.Says(ChatReply.Text("Fine.")));
        var agent = Writer();
        await bench.ConfigureAsync(agent);
        var answers = new Answers();
        bench.Bus.ConnectPublishObserver(answers);
        var task = Agents.Task(agent, "Answer.");
        await bench.AssignAsync(agent, task);
        var first = await answers.NextAsync();

        await bench.AssignAsync(agent, task);

        Assert.That(await answers.NextAsync(), Is.EqualTo(first));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_attempt_that_is_abandoned_ends_its_call()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server);
        var asked = new TaskCompletionSource();
        server.Otherwise = _ =>
        {
            asked.TrySetResult();
            return ChatReply.Silence();
        };
        var agent = Writer() with { MaxConcurrentTasks = 1 };
        await bench.ConfigureAsync(agent);
        var (silent, next) = (Agents.Task(agent, "Say nothing."), Agents.Task(agent, "Say something."));
        await bench.AssignAsync(agent, silent);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        server.Otherwise = _ => ChatReply.Text("Something.");

        await bench.Bus.Publish(new TaskAttemptAbandoned { TaskId = silent.TaskId, Attempt = 1, Reason = "cancelled" });

        // Its one place is free again, long before the call's time limit.
        Assert.That((await bench.DoAsync<TaskResultMessage>(agent, next, x => x.TaskId)).Output, Is.EqualTo("Something."));
        Assert.That(bench.SaidAnythingOf(silent.TaskId), Is.False);
    }

    [Test]
    public async Task One_whose_provider_is_not_set_up_is_announced_with_what_is_missing()
    {
        await using var bench = await OperationsBench.StartAsync();

        await bench.Bus.Publish(new SystemConfigured { Configuration = Writer(), Reason = "test" });

        var health = (await bench.RegistrationAsync()).Health;
        Assert.That(health.Success, Is.False);
        Assert.That(health.Error, Does.StartWith("model: No provider 'test' is set up for the model test/small: set Vsm:Ai:Providers:test:Key"));
    }

    [Test]
    public async Task What_it_honours_is_told_and_what_it_does_not_is_refused()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await StartAsync(server);
        await bench.Bus.Publish(new SystemConfigured { Configuration = Writer() with { Parameters = new Dictionary<string, string> { ["tone"] = "warm" } }, Reason = "test" });

        var registration = await bench.RegistrationAsync();

        Assert.That(registration.Agent.HonouredParameters, Is.EqualTo((string[])
            ["max_output_tokens", "max_sentences", "max_words", "redact_pattern", "redact_personal_data", "response_schema", "temperature"]));
        Assert.That(registration.Health.Error, Does.Contain("parameters.tone: An agent of kind 'llm' honours max_output_tokens"));
    }

    private static AgentConfiguration Writer() => Agents.Of(1) with
    {
        Name = "writer", Kind = "llm", Model = "test/small", Prompt = new AgentPrompt { Values = "Be fair to both sides." },
    };

    private static Task<OperationsBench> StartAsync(ChatServer server, params (string, string)[] settings) => OperationsBench.StartAsync(
    [
        ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
        ("Vsm:Ai:CallLimit", "00:01:00"), .. settings,
    ]);
}
