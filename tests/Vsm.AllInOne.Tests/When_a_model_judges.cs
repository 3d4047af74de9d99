using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vsm.Testing.Models;

namespace Vsm.AllInOne.Tests;

/// <summary>From handing in to the end, with a scripted model as judge.</summary>
public sealed partial class When_a_model_judges : AllInOneTest
{
    private const string Judge = "openai/judge";

    [TestCase("not_violated", "Approved", 0, 1)]
    [TestCase("violated", "AwaitingPerson", 1, 1)]
    [TestCase("garbage", "AwaitingPerson", 1, 2)]
    public async Task The_sample_that_needs_a_person_ends_as_it_says(string verdict, string state, int exitCode, int calls)
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = x => Rule(x, verdict);

        var (code, task) = await RunAsync(server, "needs-a-person", Judge);

        Assert.That((code, task.GetProperty("state").GetString()), Is.EqualTo((exitCode, state)));
        var rulings = task.GetProperty("rulings").EnumerateArray().ToDictionary(x => x.GetProperty("policy").GetString()!);
        Assert.That(rulings["brief"].GetProperty("verdict").GetString(), Is.EqualTo("NotViolated"), "as the check found");
        Assert.That(rulings["friendly-and-fair"].GetProperty("judge").GetString(), Is.EqualTo(Judge));
        Assert.That(server.Requests, Has.Count.EqualTo(calls));
        Assert.That(server.Requests[0].Said("user"), Does.Contain("INPUT FILE 1 OF 1").And.Contain("complaint.txt").And.Not.Contain("at most 2 sentences"));
    }

    [Test]
    public async Task Where_checks_rule_a_task_takes_one_call_to_do_and_none_to_judge()
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = _ => ChatReply.Text("Dear Ada Lindner, we are sorry. The new shade is on its way.");

        var (code, task) = await RunAsync(server, "letters", Judge);

        Assert.That((code, task.GetProperty("attempts").GetInt32()), Is.EqualTo((0, 1)));
        Assert.That(server.Requests.Select(x => x.Model), Is.EqualTo(new[] { "gpt-4o-mini" }));
    }

    [Test]
    public async Task A_judge_that_cannot_be_called_is_refused_at_start()
    {
        var run = Start(["run", Samples.Of("needs-a-person")], ("Vsm:Audit:Judge:Model", "nobody/judge"));

        Assert.That(await run.ExitAsync(), Is.Not.Zero);
        Assert.That(run.Output, Does.Contain("Vsm:Audit:Judge:Model: No provider 'nobody' is set up"));
    }

    private async Task<(int ExitCode, JsonElement Task)> RunAsync(ChatServer server, string sample, string judge)
    {
        var run = Start(
            ["run", Samples.Of(sample), "--output", "json"],
            ("OPENAI_BASE_URL", server.Address.ToString()), ("OPENAI_API_KEY", ChatServer.Key), ("Vsm:Audit:Judge:Model", judge), ("Vsm:Ai:Prices:0:Model", judge), ("Vsm:Ai:Prices:0:Input", "0.15"), ("Vsm:Ai:Prices:0:Output", "0.6"));
        var exitCode = await run.ExitAsync();
        return (exitCode, JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single());
    }

    // What a model would read, too: the policy's id, and the first words of the output.
    private static ChatReply Rule(ChatRequest request, string verdict)
    {
        var packet = request.Said("user");
        var evidence = new JsonObject { ["kind"] = "output", ["quote"] = Output().Match(packet).Groups[1].Value, ["start"] = 0, ["end"] = null, ["id"] = null };
        var finding = new JsonObject
        {
            ["policyId"] = Policy().Match(packet).Groups[1].Value,
            ["policyVersion"] = 1,
            ["interpretation"] = "Its tone is friendly.",
            ["evidence"] = new JsonArray(evidence),
            ["readings"] = new JsonArray(),
            ["questions"] = new JsonArray(),
            ["verdict"] = verdict,
        };
        return ChatReply.Text(new JsonObject { ["findings"] = new JsonArray(finding) }.ToJsonString(JsonSerializerOptions.Web));
    }

    [GeneratedRegex("policyId: ([0-9a-f-]{36})")]
    private static partial Regex Policy();

    [GeneratedRegex(@"BEGIN OUTPUT, whole\]\n(.{10,40}?)\s")]
    private static partial Regex Output();
}
