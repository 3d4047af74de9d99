using System.Text.Json;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Operations;

[Platform("Linux")]
public sealed class When_an_agent_has_an_MCP_server
{
    [Test]
    public async Task Its_model_calls_the_tools_by_prefixed_names()
    {
        await using var bench = await McpBench.StartAsync();

        var result = await bench.CallAsync(McpBench.Agent(), ("echo", """{"text":"hello"}"""));

        Assert.That(McpBench.Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "hello")));
        Assert.That(bench.Tools.Server.Requests[0].Body.GetProperty("tools").EnumerateArray().Select(x => x.GetProperty("function").GetProperty("name").GetString()), Does.Contain("odd__echo"));
    }

    [Test]
    public async Task Arguments_that_do_not_fit_never_reach_it()
    {
        await using var bench = await McpBench.StartAsync();

        var result = await bench.CallAsync(McpBench.Agent(), ("echo", """{"text":"far more than twenty characters"}"""));

        Assert.That(McpBench.Of(result, "echo").Item2, Does.Contain("do not fit its schema"));
    }

    [TestCase("false", ToolCallOutcome.Refused)]
    [TestCase("true", ToolCallOutcome.Succeeded)]
    public async Task Reading_is_enough_only_where_a_trusted_server_says_so(string trusted, ToolCallOutcome outcome)
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:Commands:odd:Trusted", trusted));

        // With another tool: a model that is shown none is not expected to call any.
        var agent = McpBench.Agent("read");
        agent = agent with { Permissions = new Dictionary<string, string>(agent.Permissions) { ["escalate_tool"] = "write" } };

        var result = await bench.CallAsync(agent, ("echo", """{"text":"hello"}"""), ("fail", "{}"));

        Assert.That(McpBench.Of(result, "echo").Item1, Is.EqualTo(outcome));
        Assert.That(McpBench.Of(result, "fail").Item1, Is.EqualTo(ToolCallOutcome.Refused));
    }

    [Test]
    public async Task What_is_no_text_is_said_and_what_is_large_is_cut()
    {
        await using var bench = await McpBench.StartAsync();

        var result = await bench.CallAsync(McpBench.Agent(), ("image", "{}"), ("large", "{}"), ("fail", "{}"));

        Assert.That(McpBench.Of(result, "image").Item2, Is.EqualTo("[image of the type image/png, 100 bytes, which is not shown.]\nseen"));
        Assert.That(bench.Tools.Server.Requests[2].Said("tool"), Does.Contain("this is the beginning of 500000 bytes"));
        Assert.That(McpBench.Of(result, "fail"), Is.EqualTo((ToolCallOutcome.Failed, "out of order")));
    }

    [Test]
    public async Task It_gets_nothing_of_the_environment_but_what_it_is_given()
    {
        await using var bench = await McpBench.StartAsync();

        var result = await bench.CallAsync(McpBench.Agent(), ("environment", "{}"));

        Assert.That(McpBench.Of(result, "environment").Item2!.Split(',').Except(["PWD", "SHLVL", "_"]), Is.EquivalentTo(["OF_THE_OPERATOR", "OF_THE_TEAM", "PATH"]));
    }

    [Test]
    public async Task Tools_that_it_gains_are_in_the_registry()
    {
        await using var bench = await McpBench.StartAsync();
        await bench.CallAsync(McpBench.Agent(), ("gain", "{}"));
        await Eventually.ReadAsync("the gained tool", () => Task.FromResult(JsonSerializer.Serialize(bench.Sessions.Sessions.Single().Status)), x => x.Contains("odd__gained", StringComparison.Ordinal));

        var server = (await bench.Tools.Bench.NextRegistrationAsync()).Agent.McpServers.Single();
        Assert.That((server.Name, server.State), Is.EqualTo(("odd", "running")));
        Assert.That(server.Tools, Does.Contain("odd__gained").And.Contain("odd__echo"));
    }

    [Test]
    public async Task Nothing_is_left_of_it_in_the_end()
    {
        int server, child;
        await using (var bench = await McpBench.StartAsync())
        {
            child = McpBench.Number(McpBench.Of(await bench.CallAsync(McpBench.Agent(), ("child", "{}")), "child").Item2);
            server = bench.Sessions.Sessions.Single().ProcessId!.Value;
            Assert.That((McpBench.Lives(server), McpBench.Lives(child)), Is.EqualTo((true, true)));
        }

        await Eventually.ReadAsync("the processes gone", () => Task.FromResult(McpBench.Lives(server) || McpBench.Lives(child)), x => !x, TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task It_is_configured_as_the_operator_allows_or_not_at_all()
    {
        await using var bench = await McpBench.StartAsync(("Vsm:Mcp:Commands:odd:TakesArguments", "false"), ("Vsm:Mcp:Hosts:0:Host", "mcp.example.org"));
        var agent = McpBench.Agent("write", "--tools", "3");
        var host = (AgentHost)bench.Tools.Bench.Services.GetService(typeof(AgentHost))!;

        Assert.That(host.Problem(agent), Does.Contain("lets 'odd' take no arguments (Vsm:Mcp:Commands:odd:TakesArguments)"));
        Assert.That(host.Problem(With(agent, new McpServerSettings { Name = "odd", Command = "sh" })), Does.Contain("'sh' is not one that the operator allows; Vsm:Mcp:Commands has odd."));
        Assert.That(host.Problem(With(agent, new McpServerSettings { Name = "odd", Url = "http://127.0.0.1/mcp" })), Does.Contain("not one that the operator allows; Vsm:Mcp:Hosts has mcp.example.org."));
        Assert.That(host.Problem(With(agent, new McpServerSettings { Name = "odd", Command = "odd", Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = "x" } })), Does.Contain("lets nobody set LD_PRELOAD"));
        Assert.That(host.Problem(agent with { Tools = null, Permissions = new Dictionary<string, string>() }), Does.Contain("Name at least one MCP server"));
        Assert.That(host.Problem(agent with { Kind = "llm" }), Does.Contain("An agent of kind 'llm' has no MCP servers"));
        Assert.That(host.Problem(With(agent, new McpServerSettings { Name = "odd", Command = "odd" })), Is.Null);
    }

    private static AgentConfiguration With(AgentConfiguration agent, McpServerSettings server) => agent with { Tools = new ToolSettings { McpServers = [server] } };
}
