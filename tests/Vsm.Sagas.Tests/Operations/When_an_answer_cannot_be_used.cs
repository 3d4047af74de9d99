using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_answer_cannot_be_used
{
    private const string Schema = """
        { "type": "object", "required": ["total"], "additionalProperties": false, "properties": { "total": { "type": "integer" }, "unit": { "enum": ["EUR", "USD"] } } }
        """;

    [TestCase("""{"total":"many"}""", "#/total must be a whole number")]
    [TestCase("""{"unit":"EUR"}""", "#/total is missing")]
    [TestCase("""{"total":1,"unit":"GBP"}""", "#/unit is not one of the values that it may be")]
    [TestCase("""{"total":1,"total":2}""", "was to answer with JSON that fits")]
    [TestCase("The total is 3.", "was to answer with JSON and did not")]
    [TestCase("{\"total\":", "was to answer with JSON and did not")]
    [TestCase(" ", "answered nothing")]
    public async Task The_model_is_told_what_is_wrong_and_where_and_mends_it(string answer, string told)
    {
        await using var bench = await ToolBench.StartAsync();

        var result = await bench.DoAsync<TaskResultMessage>(Counter(), ChatReply.Text(answer), ChatReply.Text("""{"total":3,"unit":"EUR"}"""));

        Assert.That(result.Output, Is.EqualTo("""{"total":3,"unit":"EUR"}"""));
        Assert.That(result.ToolCalls.Select(x => x.Outcome), Is.EqualTo((ToolCallOutcome[])[ToolCallOutcome.Failed, ToolCallOutcome.Succeeded]));
        Assert.That(result.ToolCalls[0].Result, Does.Contain(told));
        Assert.That(bench.Server.Requests[1].Said("user"), Does.Contain(told).And.Contain("Answer the task again"));
        Assert.That(result.Usage, Is.EqualTo(new Usage { InputTokens = 20, OutputTokens = 10, Cost = 0.00014m }));
    }

    [Test]
    public async Task A_second_one_is_a_failure_that_says_so()
    {
        await using var bench = await ToolBench.StartAsync();

        var failure = await bench.DoAsync<TaskExecutionFailed>(Counter(), ChatReply.Text("{}"), ChatReply.Text("[]"));

        Assert.That(failure.Error, Is.EqualTo(ExecutionError.Transient));
        Assert.That(failure.Reason, Does.Contain("must be an object").And.EndsWith("It was asked once to mend it."));
        Assert.That((bench.Server.Requests.Count, failure.ToolCalls.Count, failure.Usage.InputTokens), Is.EqualTo((2, 2, 20L)));
    }

    [Test]
    public async Task A_refusal_is_not_argued_with()
    {
        await using var bench = await ToolBench.StartAsync();

        var failure = await bench.DoAsync<TaskExecutionFailed>(Counter(), ChatReply.Refusal("I will not."));

        Assert.That((failure.Error, bench.Server.Requests.Count), Is.EqualTo((ExecutionError.NotSetUp, 1)));
        Assert.That(failure.Reason, Does.Contain("refuses: I will not."));
    }

    [Test]
    public async Task Garbage_from_the_provider_is_a_failure_at_once()
    {
        await using var bench = await ToolBench.StartAsync();

        var failure = await bench.DoAsync<TaskExecutionFailed>(Counter(), ChatReply.Raw("<html>"));

        Assert.That((failure.Error, bench.Server.Requests.Count), Is.EqualTo((ExecutionError.Transient, 1)));
    }

    [Test]
    public async Task Without_a_count_every_call_costs_the_most_that_it_can()
    {
        await using var bench = await ToolBench.StartAsync();

        var result = await bench.DoAsync<TaskResultMessage>(Counter(), ChatReply.Text("none", counted: false), ChatReply.Text("""{"total":3}""", counted: false));

        // Twice the 0.02 USD of the longest answer, and what it read.
        Assert.That(result.Usage.UncountedCost, Is.EqualTo(result.Usage.Cost).And.GreaterThan(0.04m).And.LessThan(0.05m));
    }

    [Test]
    public async Task A_schema_with_rules_that_are_not_looked_at_is_refused_before_anybody_works_under_it()
    {
        await using var bench = await ToolBench.StartAsync();
        var agent = Counter() with { Parameters = new Dictionary<string, string> { ["response_schema"] = """{"type":"object","unevaluatedProperties":false}""" } };

        await bench.Bench.Bus.Publish(new SystemConfigured { Configuration = agent, Reason = "test" });

        Assert.That((await bench.Bench.RegistrationAsync()).Health.Error, Does.Contain("response_schema").And.Contain("unevaluatedProperties is a keyword that is not checked"));
    }

    private static AgentConfiguration Counter() => ToolBench.Clerk() with { Parameters = new Dictionary<string, string> { ["response_schema"] = Schema } };
}
