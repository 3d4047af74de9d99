using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Tools.Mcp;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_an_MCP_server_is_reached_over_HTTP
{
    private McpWeb _web = null!;
    private AgentConfiguration _agent = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _web = await McpWeb.StartAsync();
        _agent = NewAgent();
    }

    [TearDown]
    public async Task EndAsync() => await _web.DisposeAsync();

    [Test]
    public async Task Its_tools_are_called_with_the_operators_credentials_and_results_are_bounded()
    {
        await using var bench = await BenchAsync(("Vsm:Mcp:Hosts:0:Headers:Authorization", "Bearer of-the-operator"));

        var result = await CallAsync(bench, ("echo", """{"text":"hello"}"""), ("large", "{}"));

        Assert.That(Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "hello")));
        Assert.That(bench.Tools.Server.Requests[2].Said("tool"), Has.Length.LessThan(2 * 64 * 1024).And.Contain("xxx"));
        Assert.That(_web.Credentials.Keys, Is.EqualTo(["Bearer of-the-operator"]));
    }

    [TestCase("crash")]
    [TestCase("garbage")]
    [TestCase("gone")]
    [TestCase("redirect")]
    public async Task One_that_breaks_in_a_call_harms_that_call_alone(string tool)
    {
        await using var bench = await BenchAsync();

        var result = await CallAsync(bench, (tool, "{}"), ("echo", """{"text":"back"}"""));

        Assert.That((Of(result, tool).Outcome, Of(result, tool).Result), Is.EqualTo((ToolCallOutcome.Failed, Of(result, tool).Result)));
        Assert.That(Of(result, tool).Result, Does.Contain("The MCP server 'web' failed in this call"));
        Assert.That(Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
        Assert.That(_web.Asked, Does.Not.Contain("elsewhere"));
    }

    [Test]
    public async Task It_is_not_tried_at_once_again_and_then_is_reached_anew()
    {
        await using var bench = await BenchAsync(("Vsm:Mcp:RestartPause", "00:05:00"), ("Vsm:Mcp:LongestPause", "00:05:00"));

        var result = await CallAsync(bench, ("crash", "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(Of(result, "echo").Result, Does.Match("The MCP server 'web' is not there: .* It is started again in [0-9]+ s at the earliest"));
        Assert.That(_web.Asked.Count(x => x == "initialize"), Is.EqualTo(1));
        Assert.That(bench.Sessions.Sessions.Single().Status.State, Is.EqualTo("failed"));
    }

    [Test]
    public async Task One_that_was_away_is_there_again_for_the_next_task()
    {
        await using var bench = await BenchAsync();
        await CallAsync(bench, ("echo", """{"text":"one"}"""));

        _web.IsDown = true;
        var crashed = await AgainAsync(bench, "two");
        var without = await AgainAsync(bench, "three");
        _web.IsDown = false;
        var again = await AgainAsync(bench, "four");

        Assert.That(Of(crashed, "echo").Outcome, Is.EqualTo(ToolCallOutcome.Failed));
        Assert.That(Of(without, "*").Result, Does.Contain("The MCP server 'web' is not there: it could not be started or reached"));
        Assert.That(Of(again, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "four")));
        Assert.That(_web.Asked.Count(x => x == "initialize"), Is.GreaterThan(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_call_that_hangs_is_left_and_the_server_with_it_only_if_it_answers_nothing_else(bool deaf)
    {
        await using var bench = await BenchAsync(("Vsm:Tools:CallLimit", OperationsBench.ToolLimit.ToString("c")));
        await bench.Tools.Bench.ConfigureAsync(_agent);
        bench.Tools.Server.Says(ToolBench.Calls("web__hang", "{}"), ToolBench.Calls("web__echo", """{"text":"back"}"""), ChatReply.Text("Done."));
        var task = Agents.Task(_agent, "Do it.");
        await bench.Tools.Bench.AssignAsync(_agent, task);
        await Eventually.ReadAsync("the call", () => Task.FromResult(_web.Asked.Contains("hang")), x => x);
        _web.IsDeaf = deaf;

        await bench.Tools.Bench.Clock.RingAsync(OperationsBench.ToolLimit);

        var result = await bench.Tools.Bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == task.TaskId);
        Assert.That(Of(result, "hang").Result, Does.Contain("web__hang was not done after 00:00:33, which is the limit."));
        Assert.That(Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
        Assert.That(_web.Asked.Count(x => x == "initialize"), Is.EqualTo(deaf ? 2 : 1));
    }

    [TestCase("line", "a message of more than 1048576 bytes")]
    [TestCase("flood", "more than 200 messages a second")]
    public async Task One_that_floods_is_left(string tool, string reason)
    {
        await using var bench = await BenchAsync();

        var result = await CallAsync(bench, (tool, "{}"), ("echo", """{"text":"back"}"""));

        Assert.That(Of(result, tool).Result, Does.Contain(reason));
        Assert.That(Of(result, "echo"), Is.EqualTo((ToolCallOutcome.Succeeded, "back")));
    }

    [Test]
    public async Task A_host_that_the_operator_does_not_name_is_not_reached()
    {
        await using var bench = new McpBench(await ToolBench.StartAsync(("Vsm:Mcp:Hosts:0:Host", "example.org")));

        await bench.Tools.Bench.Bus.Publish(new SystemConfigured { Configuration = _agent, Reason = "test" });

        var health = (await bench.Tools.Bench.RegistrationAsync()).Health;
        Assert.That(health.Error, Does.Contain("is not one that the operator allows; Vsm:Mcp:Hosts has example.org."));
        Assert.That(_web.Asked, Is.Empty);
    }

    private async Task<McpBench> BenchAsync(params (string, string)[] settings) =>
        new(await ToolBench.StartAsync([.. settings.Concat([("Vsm:Mcp:Hosts:0:Host", _web.Host), ("Vsm:Mcp:RestartPause", "00:00:00")]).DistinctBy(x => x.Item1)]));

    private AgentConfiguration NewAgent() => ToolBench.Clerk(("web__*", "write"), ("escalate_tool", "write")) with
    {
        Kind = "mcp", Tools = new ToolSettings { McpServers = [new McpServerSettings { Name = "web", Url = _web.Address }] },
    };

    private Task<TaskResultMessage> CallAsync(McpBench bench, params (string Tool, string Arguments)[] calls) => bench.Tools.DoAsync<TaskResultMessage>(
        _agent, [.. calls.Select(x => ToolBench.Calls($"web__{x.Tool}", x.Arguments)), ChatReply.Text("Done.")]);

    private async Task<TaskResultMessage> AgainAsync(McpBench bench, string text)
    {
        bench.Tools.Server.Says(ToolBench.Calls("web__echo", $$"""{"text":"{{text}}"}"""), ChatReply.Text("Done."));
        return await bench.Tools.Bench.DoAsync<TaskResultMessage>(_agent, Agents.Task(_agent, "Do it again."), x => x.TaskId);
    }

    private static (ToolCallOutcome Outcome, string? Result) Of(TaskResultMessage result, string tool) =>
        result.ToolCalls.Where(x => x.Tool == $"web__{tool}").Select(x => (x.Outcome, x.Result)).Last();
}
