using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>They are the same as in its tasks: permissions, arguments, limits, and what is recorded of them.</summary>
[Platform("Linux")]
public sealed class When_an_agent_that_converses_has_tools
{
    private TemporaryFolder _place = null!;

    [SetUp]
    public void MakePlace()
    {
        _place = new TemporaryFolder();
        Directory.CreateDirectory(_place.File("desk"));
        File.WriteAllText(_place.File("desk/stock.txt"), "17 lamps");
    }

    [TearDown]
    public void RemovePlace() => _place.Dispose();

    [Test]
    public async Task What_it_calls_is_done_and_it_answers_by_that()
    {
        await using var bench = await StartAsync();
        var clerk = await ClerkAsync(bench, ("file_system_tool", "read"));
        bench.Server.Says(ToolBench.Files("""{"action":"read","path":"stock.txt"}"""), ChatReply.Text("There are 17."), ChatReply.Text("I said so."));

        var turn = await bench.SayAsync("How many lamps are there?", agent: clerk);
        await bench.SayAsync("Are you sure?", agent: clerk);

        Assert.That(turn.Reply, Is.EqualTo("There are 17."));
        Assert.That(turn.ToolCalls.Select(x => (x.Id, x.Tool, x.Outcome, x.Result)), Is.EqualTo([("2", "file_system_tool", ToolCallOutcome.Succeeded, "17 lamps")]));
        Assert.That(turn.Usage.InputTokens, Is.EqualTo(20), "both calls of the model are paid");
        Assert.That(bench.Server.Requests[1].Said("tool"), Does.Contain("17 lamps"));
        Assert.That(bench.Server.Requests[2].Said("tool"), Is.Empty, "what was said is remembered, not what was called");
        Assert.That((await bench.FindAsync(agent: clerk))!.Messages, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task The_journal_has_each_call_and_nothing_that_was_said_in_it()
    {
        await using var bench = await StartAsync();
        var clerk = await ClerkAsync(bench, ("file_system_tool", "read"));
        bench.Server.Says(ToolBench.Files("""{"action":"read","path":"stock.txt"}"""), ChatReply.Text("There are 17."));

        var turn = await bench.SayAsync("How many lamps are there?", agent: clerk);

        var entry = await bench.Bench.JournalAsync($"session/{turn.Session.Id:n}/{bench.Budgets.Asked.Single().SpendingId:n}/1");
        Assert.That(entry.Read<SessionProgress>().Calls!.Select(x => (x.Id, x.Tool, x.Outcome)), Is.EqualTo(
            [("1", "model", ToolCallOutcome.Succeeded), ("2", "file_system_tool", ToolCallOutcome.Succeeded), ("3", "model", ToolCallOutcome.Succeeded)]));
        Assert.That(entry.Data.ToString(), Does.Not.Contain("lamps").And.Not.Contain("stock.txt"));
    }

    [TestCase("read")]
    [TestCase("none")]
    public async Task What_is_not_permitted_is_refused_and_not_done(string level)
    {
        await using var bench = await StartAsync();
        var clerk = await ClerkAsync(bench, ("file_system_tool", level), ("read_systems_tool", "read"));
        bench.Server.Says(ToolBench.Files("""{"action":"write","path":"stock.txt","content":"0 lamps"}"""), ChatReply.Text("I may not."));

        var turn = await bench.SayAsync("Write that there are none.", agent: clerk);

        Assert.That((turn.Reply, turn.ToolCalls.Single().Outcome), Is.EqualTo(("I may not.", ToolCallOutcome.Refused)));
        Assert.That(await File.ReadAllTextAsync(_place.File("desk/stock.txt")), Is.EqualTo("17 lamps"));
    }

    [Test]
    public async Task Only_what_is_permitted_is_shown_and_there_is_no_task_to_give_back()
    {
        await using var bench = await StartAsync();
        var clerk = await ClerkAsync(bench, ("file_system_tool", "read"), ("escalate_tool", "write"));
        bench.Server.Says(ToolBench.Calls("escalate_tool", """{"reason":"I will not."}"""), ChatReply.Text("Then I do it."));

        var turn = await bench.SayAsync("Help.", agent: clerk);

        var tools = bench.Server.Requests[0].Body.GetProperty("tools").EnumerateArray().Select(x => x.GetProperty("function").GetProperty("name").GetString());
        Assert.That(tools, Is.EqualTo(["file_system_tool"]));
        Assert.That(bench.Server.Requests[0].Said("system"), Does.Not.Contain("escalate_tool"));
        Assert.That((turn.Reply, turn.ToolCalls.Single().Outcome), Is.EqualTo(("Then I do it.", ToolCallOutcome.Refused)));
    }

    [Test]
    public async Task One_that_never_stops_calling_is_stopped_and_the_conversation_stays_as_it_was()
    {
        await using var bench = await StartAsync(("Vsm:Tools:MostCalls", "5"));
        var clerk = await ClerkAsync(bench, ("file_system_tool", "read"));
        bench.Server.Otherwise = _ => ToolBench.Files("""{"action":"list","path":"."}""");

        var refused = await bench.RefusedAsync(bench.Turn("Look.", agent: clerk));

        Assert.That((refused.Error, bench.Server.Requests.Count), Is.EqualTo((TurnError.NotSetUp, 6)));
        Assert.That(refused.Reason, Does.Contain("more than 5 calls of tools in one turn").And.Contain("Vsm:Tools:MostCalls"));
        Assert.That((await bench.FindAsync(agent: clerk))!.Messages, Is.Empty);
    }

    [Test]
    public async Task A_turn_that_fails_says_what_it_may_have_changed_and_does_not_change_it_again()
    {
        await using var bench = await StartAsync();
        var clerk = await ClerkAsync(bench, ("file_system_tool", "write"));
        bench.Server.Says(ToolBench.Files("""{"action":"write","path":"note.txt","content":"Call Ada."}"""), ChatReply.Error(400, "bad"));
        var turn = bench.Turn("Note: call Ada.", agent: clerk);

        var refused = await bench.RefusedAsync(turn);
        File.Delete(_place.File("desk/note.txt"));
        bench.Server.Says(ToolBench.Files("""{"action":"write","path":"note.txt","content":"Call Ada."}"""), ChatReply.Text("It was noted before."));
        var again = await bench.TakeAsync(turn);

        Assert.That(refused.Reason, Does.EndWith("What it may have done all the same: file_system_tool (call 2)."));
        Assert.That(again.ToolCalls.Single().Result, Does.Contain("what changes something is not done twice"));
        Assert.That(File.Exists(_place.File("desk/note.txt")), Is.False);
    }

    [Test]
    public async Task Calls_count_against_what_a_turn_may_cost()
    {
        await using var bench = await StartAsync(("Vsm:Sessions:CostPerTurn", "0.045"));
        var clerk = await ClerkAsync(bench, ("file_system_tool", "read"));
        bench.Server.Otherwise = _ => ChatReply.Raw(
            """
            {"id":"1","object":"chat.completion","created":1,"model":"small","usage":{"prompt_tokens":1000,"completion_tokens":1000,"total_tokens":2000},"choices":[{"index":0,
            "finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",
            "function":{"name":"file_system_tool","arguments":"{\"action\":\"list\",\"path\":\".\"}"}}]}}]}
            """);

        var refused = await bench.RefusedAsync(bench.Turn("Look.", agent: clerk));

        Assert.That(refused.Error, Is.EqualTo(TurnError.OverBudget));
        var settled = await Eventually.ReadAsync("the turn settled", () => Task.FromResult(bench.Budgets.Settled.Values.ToList()), x => x.Count > 0);
        Assert.That(settled.Single(), Is.LessThanOrEqualTo(0.045m));
        Assert.That(bench.Server.Requests, Has.Count.InRange(1, 3));
    }

    private Task<SessionBench> StartAsync(params (string, string)[] settings) => SessionBench.StartAsync([("Vsm:Tools:FileRoot", _place.Path), .. settings]);

    private static async Task<AgentConfiguration> ClerkAsync(SessionBench bench, params (string Tool, string Level)[] permissions)
    {
        var clerk = SessionBench.Writer(2) with
        {
            Permissions = permissions.ToDictionary(x => x.Tool, x => x.Level), Tools = new ToolSettings { FileRoot = "desk" },
        };
        await bench.Bench.ConfigureAsync(clerk);
        return clerk;
    }
}
