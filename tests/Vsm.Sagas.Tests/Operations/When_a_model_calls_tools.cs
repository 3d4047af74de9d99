using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

[Platform("Linux")]
public sealed class When_a_model_calls_tools
{
    [Test]
    public async Task They_are_done_recorded_and_summed_up()
    {
        await using var bench = await ToolBench.StartAsync();
        bench.Place.Write("desk/orders.csv", "lamp,2\nshade,1\n");

        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", "write")),
            ToolBench.Files("""{"action":"read","path":"orders.csv"}"""),
            ToolBench.Files("""{"action":"write","path":"out/sum.txt","content":"3 pieces"}"""),
            ChatReply.Text("There are 3 pieces."));

        Assert.That(result.Output, Is.EqualTo("There are 3 pieces."));
        Assert.That(await File.ReadAllTextAsync(bench.Place.File("desk/out/sum.txt")), Is.EqualTo("3 pieces"));
        Assert.That(result.ToolCalls.Select(x => (x.Id, x.Tool, x.Outcome, x.Result)), Is.EqualTo(((string, string, ToolCallOutcome, string?)[])
        [
            ("1", "model", ToolCallOutcome.Succeeded, "Calls file_system_tool."),
            ("2", "file_system_tool", ToolCallOutcome.Succeeded, "lamp,2\nshade,1\n"),
            ("3", "model", ToolCallOutcome.Succeeded, "Calls file_system_tool."),
            ("4", "file_system_tool", ToolCallOutcome.Succeeded, "Wrote 8 bytes to out/sum.txt."),
            ("5", "model", ToolCallOutcome.Succeeded, "There are 3 pieces."),
        ]));
        Assert.That(result.ToolCalls[3].Arguments, Is.EquivalentTo(new Dictionary<string, string> { ["action"] = "write", ["path"] = "out/sum.txt", ["content"] = "3 pieces" }));
        Assert.That(result.Usage, Is.EqualTo(new Usage { InputTokens = 30, OutputTokens = 15, Cost = 0.00021m }), "three calls of 10 tokens in and 5 out");
        Assert.That(bench.Server.Requests[1].Said("tool"), Is.EqualTo("lamp,2\nshade,1\n"));
        var entry = await bench.Bench.JournalAsync($"{result.TaskId}/1/tool/4");
        Assert.That((entry.Kind, entry.Read<ToolCall>().Arguments["path"]), Is.EqualTo((JournalKinds.ToolCall, "out/sum.txt")));
    }

    [Test]
    public async Task They_are_shown_those_that_something_is_permitted_of()
    {
        await using var bench = await ToolBench.StartAsync();

        await bench.DoAsync<TaskResultMessage>(ToolBench.Clerk(("file_system_tool", "read"), ("web_fetch_tool", "none"), ("escalate_tool", "write")), ChatReply.Text("Fine."));

        var request = bench.Server.Requests.Single();
        Assert.That(Offered(request), Is.EqualTo((string[])["escalate_tool", "file_system_tool"]));
        Assert.That(request.Said("system"), Does.Contain("file_system_tool (read)").And.Contain("escalate_tool (write)").And.Not.Contain("web_fetch_tool"));
    }

    [Test]
    public async Task Without_permissions_there_are_none()
    {
        await using var bench = await ToolBench.StartAsync();

        await bench.DoAsync<TaskResultMessage>(ToolBench.Clerk(), ChatReply.Text("Fine."));

        Assert.That(bench.Server.Requests.Single().Body.TryGetProperty("tools", out _), Is.False);
        Assert.That(bench.Server.Requests.Single().Said("system"), Does.Contain("You have no tools."));
    }

    [TestCase("read", """{"action":"write","path":"a.txt","content":"X"}""", "file_system_tool", "write")]
    [TestCase("none", """{"action":"read","path":"a.txt"}""", "file_system_tool", "read")]
    public async Task What_is_not_permitted_is_refused_told_recorded_and_counted(string level, string arguments, string tool, string needed)
    {
        await using var bench = await ToolBench.StartAsync();

        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", level), ("read_systems_tool", "read")), ToolBench.Calls(tool, arguments), ChatReply.Text("I may not."));

        Assert.That(result.ToolCalls[1].Outcome, Is.EqualTo(ToolCallOutcome.Refused));
        Assert.That(bench.Server.Requests[1].Said("tool"), Is.EqualTo(
            $"Refused: this call of {tool} needs the permission {needed}, and clerk has {level}. It was not done. Work without it, or escalate."));
        Assert.That(bench.Refused, Is.EqualTo((string[])[$"{tool} {needed}"]));
        Assert.That(Directory.GetFileSystemEntries(bench.Place.File("desk")), Is.Empty);
    }

    [TestCase("file_system_tool", """{"action":"delete","path":"a"}""", "#/action is not one of the values")]
    [TestCase("file_system_tool", """{"action":"read"}""", "#/path is missing")]
    [TestCase("file_system_tool", """{"action":"read","path":7}""", "#/path must be a string")]
    [TestCase("file_system_tool", """{"action":"read","path":"a","mode":"x"}""", "#/mode is not a property")]
    [TestCase("file_system_tool", """{"action":"read","path":""", "are no JSON object")]
    [TestCase("file_system_tool", "[1]", "are no JSON object")]
    [TestCase("file_system_tool", """{"action":"read","path":"../secret.txt"}""", "has the part '..'")]
    [TestCase("file_system_tool", """{"action":"write","path":"a.txt"}""", "give 'content'")]
    [TestCase("launch_rocket", "{}", "There is no tool 'launch_rocket'. You have file_system_tool.")]
    public async Task What_is_wrong_with_a_call_is_told_and_can_be_mended(string tool, string arguments, string told)
    {
        await using var bench = await ToolBench.StartAsync();
        bench.Place.Write("desk/a.txt", "Found.");
        bench.Place.Write("secret.txt", "SECRET");

        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", "write")), ToolBench.Calls(tool, arguments), ToolBench.Files("""{"action":"read","path":"a.txt"}"""), ChatReply.Text("Done."));

        Assert.That(result.ToolCalls.Where(x => x.Tool != "model").Select(x => x.Outcome), Is.EqualTo((ToolCallOutcome[])[ToolCallOutcome.Failed, ToolCallOutcome.Succeeded]));
        Assert.That(bench.Server.Requests[1].Said("tool"), Does.Contain(told));
        Assert.That(bench.Server.Requests[2].Said("tool"), Does.EndWith("Found."));
    }

    [Test]
    public async Task Calls_asked_for_together_are_each_answered_in_their_order()
    {
        await using var bench = await ToolBench.StartAsync();
        bench.Place.Write("desk/a.txt", "A");
        bench.Place.Write("desk/b.txt", "B");

        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", "read")),
            ChatReply.Calls(
                ("x", "file_system_tool", """{"action":"read","path":"a.txt"}"""), ("y", "file_system_tool", """{"action":"read","path":"none"}"""),
                ("z", "file_system_tool", """{"action":"read","path":"b.txt"}""")),
            ChatReply.Text("A and B."));

        Assert.That(result.ToolCalls.Select(x => x.Tool), Is.EqualTo((string[])["model", "file_system_tool", "file_system_tool", "file_system_tool", "model"]));
        var answers = bench.Server.Requests[1].Body.GetProperty("messages").EnumerateArray().Where(x => x.GetProperty("role").GetString() == "tool")
            .Select(x => x.GetProperty("tool_call_id").GetString());
        Assert.That(answers, Is.EqualTo((string[])["x", "y", "z"]));
        Assert.That(bench.Server.Requests[1].Said("tool"), Does.Match("(?s)^A\n'none' is not there.*\nB$"));
    }

    [Test]
    public async Task A_long_result_is_cut_with_a_note_of_how_to_go_on()
    {
        await using var bench = await ToolBench.StartAsync();
        bench.Place.Write("desk/long.txt", new string('x', 200_000));

        await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", "read")), ToolBench.Files("""{"action":"read","path":"long.txt"}"""),
            ToolBench.Files("""{"action":"read","path":"long.txt","offset":199990}"""), ChatReply.Text("Long."));

        Assert.That(bench.Server.Requests[1].Said("tool"), Does.EndWith("of 200000; read on with offset 64512.]").And.Length.LessThan(64 * 1024));
        Assert.That(bench.Server.Requests[2].Said("tool"), Does.EndWith("]\nxxxxxxxxxx"));
    }

    [Test]
    public async Task Who_else_there_is_and_under_which_rules_can_be_read()
    {
        await using var bench = await ToolBench.StartAsync();
        var clerk = ToolBench.Clerk(("read_systems_tool", "read"), ("read_system_policies_tool", "read"));
        bench.Bench.Neighbours.Policies =
        [
            new PolicyDefinition { PolicyId = Guid.NewGuid(), Number = 4, Name = "short", Rule = "Be short.", Scope = PolicyScope.Team, Version = 1 },
            new PolicyDefinition { PolicyId = Guid.NewGuid(), Number = 5, Name = "polite", Rule = "Be polite.", Scope = PolicyScope.System, AgentId = clerk.AgentId, Version = 1 },
            new PolicyDefinition { PolicyId = Guid.NewGuid(), Number = 6, Name = "other", Rule = "Not yours.", Scope = PolicyScope.System, AgentId = Guid.NewGuid(), Version = 1 },
        ];

        await bench.DoAsync<TaskResultMessage>(
            clerk, ToolBench.Calls("read_systems_tool", "{}"), ToolBench.Calls("read_system_policies_tool", """{"system_id":1}"""),
            ToolBench.Calls("read_system_policies_tool", """{"system_id":9}"""), ChatReply.Text("Read."));

        Assert.That(bench.Server.Requests[3].Said("tool").Split('\n'), Is.EqualTo((string[])
        [
            """{"systems":[{"id":1,"name":"clerk","description":"","permissions":{"read_systems_tool":"read","read_system_policies_tool":"read"}}]}""",
            """{"team_policies":[{"id":4,"name":"short","rule":"Be short."}],"system_1_policies":[{"id":5,"name":"polite","rule":"Be polite."}]}""",
            "There is no System 1 with the number 9.",
        ]));
    }

    private static IEnumerable<string?> Offered(ChatRequest request) =>
        request.Body.GetProperty("tools").EnumerateArray().Select(x => x.GetProperty("function").GetProperty("name").GetString());
}
