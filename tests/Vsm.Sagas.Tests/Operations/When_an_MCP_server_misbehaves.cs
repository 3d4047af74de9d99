using System.Diagnostics;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Operations;

[Platform("Linux")]
public sealed class When_an_MCP_server_misbehaves
{
    [Test]
    public async Task One_that_crashes_in_a_call_harms_that_call_alone()
    {
        await using var bench = await McpBench.StartAsync();

        var result = await bench.CallAsync(McpBench.Agent(), ("crash", "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(McpBench.Of(result, "crash").Item2, Does.Contain("The MCP server 'odd' failed in this call"));
        Assert.That(McpBench.Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
    }

    [Test]
    public async Task One_that_goes_on_crashing_is_not_started_at_once_again()
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:RestartPause", "00:01:00"));

        var result = await bench.CallAsync(McpBench.Agent(), ("crash", "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(McpBench.Of(result, "echo").Item2, Does.Match("is not there: it ended, .* It is started again in [0-9]+ s at the earliest"));
    }

    [TestCase("line", "a message of more than 1048576 bytes")]
    [TestCase("flood", "more than 200 messages a second")]
    public async Task One_that_floods_is_ended(string tool, string reason)
    {
        await using var bench = await McpBench.StartAsync();
        var before = Process.GetCurrentProcess().WorkingSet64;

        var result = await bench.CallAsync(McpBench.Agent(), (tool, "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(McpBench.Of(result, tool).Item2, Does.Contain(reason));
        Assert.That(McpBench.Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
        Assert.That(Process.GetCurrentProcess().WorkingSet64 - before, Is.LessThan(256L * 1024 * 1024));
    }

    [Test]
    public async Task One_that_hangs_is_ended_once_it_answers_nothing_else()
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Tools:CallLimit", "00:00:25"));

        var result = await bench.CallAsync(McpBench.Agent(), ("hang", "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(McpBench.Of(result, "hang").Item2, Does.Contain("odd__hang was not done after 00:00:25, which is the limit."));
        Assert.That(McpBench.Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
    }

    [TestCase("--crash")]
    [TestCase("--silent")]
    public async Task One_that_does_not_start_leaves_the_agent_without_its_tools(string argument)
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:StartLimit", "00:00:03"));

        var result = await bench.CallAsync(McpBench.Agent("write", argument));

        Assert.That(result.Output, Is.EqualTo("Done."));
        Assert.That(McpBench.Of(result, "*").Item1, Is.EqualTo(ToolCallOutcome.Failed));
        Assert.That(bench.Tools.Server.Requests[0].Said("system"), Does.Contain("These tools are not there now: odd__*."));
        Assert.That(bench.Sessions.Sessions.Single().Status.State, Is.EqualTo("failed"));
    }

    [Test]
    public async Task Of_thousands_of_tools_a_few_are_taken()
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:MostTools", "20"));

        await bench.CallAsync(McpBench.Agent("write", "--tools", "5000"), ("echo", """{"text":"x"}"""));

        Assert.That(bench.Tools.Server.Requests[0].Body.GetProperty("tools").GetArrayLength(), Is.EqualTo(20));
        Assert.That(bench.Sessions.Sessions.Single().Status.Problem, Is.EqualTo("It offers more than 20 tools; the others are left out."));
    }

    [Test]
    public async Task One_that_nobody_needs_is_ended()
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:IdleLimit", "00:00:01"));

        await bench.CallAsync(McpBench.Agent(), ("echo", """{"text":"x"}"""));

        await Eventually.ReadAsync("no session", () => Task.FromResult(bench.Sessions.Sessions.Count), x => x == 0, TimeSpan.FromSeconds(20));
    }
}
