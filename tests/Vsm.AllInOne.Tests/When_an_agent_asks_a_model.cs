using System.Text.Json;
using Vsm.Testing.Models;

namespace Vsm.AllInOne.Tests;

/// <summary>The sample with a model, against a scripted one.</summary>
public sealed class When_an_agent_asks_a_model : AllInOneTest
{
    private const string Letter = "Dear Ada Lindner, we are sorry. The new shade is on its way. ";

    [Test]
    public async Task A_result_that_violates_policies_is_corrected_and_approved()
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = x => ChatReply.Text(
            x.Said("system").Contains("at most 6 sentences", StringComparison.Ordinal)
                ? $"{Letter}We write to ada.lindner@example.org when it leaves."
                : string.Concat(Enumerable.Repeat(Letter, 5)) + "Write to ada.lindner@example.org.",
            (1_000, 100));

        var (exitCode, task, run) = await RunAsync(server, ("OPENAI_API_KEY", ChatServer.Key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(task.GetProperty("state").GetString(), Is.EqualTo("Approved"));
            Assert.That((task.GetProperty("attempts").GetInt32(), task.GetProperty("corrections").GetInt32()), Is.EqualTo((2, 1)));
            Assert.That(task.GetProperty("output").GetString(), Is.EqualTo($"{Letter}We write to [email] when it leaves."));
            Assert.That(task.GetProperty("cost").GetDecimal(), Is.EqualTo(0.0042m), "two calls of 1000 tokens in and 100 out");
            Assert.That(Verdicts(task, attempt: 1), Is.All.EqualTo("Violated"));
            Assert.That(Verdicts(task, attempt: 2), Is.All.EqualTo("NotViolated"));
            Assert.That(server.Requests, Has.Count.EqualTo(2));
            Assert.That(server.Requests[0].Said("user"), Does.Contain("reading lamp"));
            Assert.That(server.Requests[1].Said("user"), Does.Contain("This is attempt 2"));
            Assert.That(run.Output, Does.Not.Contain(ChatServer.Key));
        }
    }

    [Test]
    public async Task A_wrong_key_waits_for_a_person_with_the_reason()
    {
        await using var server = await ChatServer.StartAsync();

        var (exitCode, task, run) = await RunAsync(server, ("OPENAI_API_KEY", "sk-wrong-987654"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(task.GetProperty("state").GetString(), Is.EqualTo("AwaitingPerson"));
            Assert.That(task.GetProperty("reason").GetString(), Does.Contain("refuses the key for openai/gpt-4o-mini (401): set Vsm:Ai:Providers:openai:Key"));
            Assert.That(server.Requests, Has.Count.EqualTo(1), "not tried again");
            Assert.That(run.Output, Does.Not.Contain("sk-wrong"));
        }
    }

    [Test]
    public async Task Without_a_provider_it_is_said_what_is_missing()
    {
        var run = Start(["run", Samples.Of("letters")], ("OPENAI_API_KEY", ""), ("OPENAI_BASE_URL", ""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await run.ExitAsync(), Is.EqualTo(4));
            Assert.That(run.Output, Does.Contain("No provider 'openai' is set up for the model openai/gpt-4o-mini: set Vsm:Ai:Providers:openai:Key"));
        }
    }

    private async Task<(int ExitCode, JsonElement Task, ServiceProcess Run)> RunAsync(ChatServer server, (string, string) key)
    {
        var run = Start(
            ["run", Samples.Of("letters"), "--output", "json"], ("OPENAI_BASE_URL", server.Address.ToString()), key,
            ("Vsm:Ai:Prices:0:Model", "openai/gpt-4o-mini"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "1"));
        var exitCode = await run.ExitAsync();
        return (exitCode, JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single(), run);
    }

    private static IEnumerable<string?> Verdicts(JsonElement task, int attempt) => task.GetProperty("rulings").EnumerateArray()
        .Where(x => x.GetProperty("attempt").GetInt32() == attempt).Select(x => x.GetProperty("verdict").GetString());
}
