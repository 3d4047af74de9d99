using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Operations;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Integration.Tests.Services;

public sealed class When_replicas_serve_a_conversation : ServicesTest
{
    private const string Vsm = "talks";
    private const string SystemOne = "Vsm.S1.Operations";

    private const string CutOff = "was cut off while the model was asked, and its reply is lost";

    private const string Organisation = $"""
        vsm: {Vsm}
        name: talks
        purpose: Talk with people.
        systems:
          - name: desk
            kind: llm
            model: test/small
            prompt: {"{"} identity: You are at the desk of a shop. {"}"}
        limits: {"{"} cost_total: 5 {"}"}
        """;

    [SetUp]
    public async Task StartAsync()
    {
        var file = Path.Combine(TheServices.Subfolder(Vsm), "org.yaml");
        await File.WriteAllTextAsync(file, Organisation);
        var (exitCode, _, output) = await Cluster.VsmAsync("run", file);
        Assert.That(exitCode, Is.Zero, output);
        TheServices.Models.Otherwise = x => ChatReply.Text($"You said: {Last(x)}", (1_000, 100));
    }

    [Test]
    public async Task One_turn_at_a_time_is_taken_and_nothing_is_lost_or_mixed()
    {
        await using var replica = await Cluster.StartReplicaAsync(SystemOne);
        var before = TheServices.Models.Requests.Count;

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(x => SayAsync("ada", $"number {x}", $"turn-{x}")));

        var taken = answers.Where(x => x.Status == HttpStatusCode.OK).ToList();
        var conversation = await FindAsync("ada");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(x => x.Status), Is.All.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Conflict));
            Assert.That(taken, Is.Not.Empty);
            Assert.That(taken.Select(x => x.Reply), Is.EquivalentTo(taken.Select(x => $"You said: {x.Message}")));
            Assert.That(conversation.Session.Turns, Is.EqualTo(taken.Count));
            Assert.That(conversation.Messages.Chunk(2).Select(x => x[1].Text), Is.EqualTo(conversation.Messages.Chunk(2).Select(x => $"You said: {x[0].Text}")));
            Assert.That(conversation.Messages.Chunk(2).Select(x => x[0].Text), Is.EquivalentTo(taken.Select(x => x.Message)));
            Assert.That(TheServices.Models.Requests, Has.Count.EqualTo(before + taken.Count), "no reply is paid that nobody got");
            Assert.That(conversation.Session.Usage.Cost, Is.EqualTo(0.003m * taken.Count));
        }

        var again = await SayAsync("ada", taken[0].Message, $"turn-{taken[0].Message["number ".Length..]}");
        Assert.That((again.Reply, TheServices.Models.Requests.Count), Is.EqualTo((taken[0].Reply, before + taken.Count)), "the same turn gets the same reply");
        await Eventually.ReadAsync(
            "the VSM's budget", async () => (await Cluster.GetAsync<JsonElement>($"budgets/vsm?vsm={Vsm}")).GetProperty("reserved").GetDecimal(), x => x == 0);
    }

    [Test]
    public async Task A_turn_that_a_kill_cuts_off_is_said_and_what_was_before_is_there_after_the_restart()
    {
        await SayAsync("bob", "My lamp is blue.", "first");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TheServices.Models.Otherwise = _ =>
        {
            asked.TrySetResult();
            return ChatReply.Silence();
        };
        var cutOff = SayAsync("bob", "Think long.", "second");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Cluster[SystemOne].SignalAsync("KILL");
        TheServices.Models.Otherwise = x => ChatReply.Text($"You said: {Last(x)}", (1_000, 100));

        await Cluster.StartServiceAsync(SystemOne);
        var told = await cutOff;
        var again = await SayAsync("bob", "Think long.", "second");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((told.Status, told.Reply), Is.EqualTo((HttpStatusCode.ServiceUnavailable, null as string)));
            Assert.That(told.Text, Does.Contain(CutOff));
            Assert.That((again.Status, again.Reply), Is.EqualTo((HttpStatusCode.OK, "You said: Think long.")), again.Text);
            Assert.That(TheServices.Models.Requests[^1].Said("user"), Is.EqualTo("My lamp is blue.\nThink long."));
            Assert.That((await FindAsync("bob")).Session.Usage, Is.EqualTo(new Usage { InputTokens = 2_000, OutputTokens = 200, Cost = 0.106m, UncountedCost = 0.1m }));
            Assert.That(await Broker.TroubleAsync(), Is.Empty);
        }
    }

    private static string Last(ChatRequest request) => request.Said("user").Split('\n')[^1];

    private static async Task<(HttpStatusCode Status, string Message, string? Reply, string Text)> SayAsync(string user, string message, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/desk/{user}/turns?vsm={Vsm}") { Content = JsonContent.Create(new { chatMessage = message }) };
        request.Headers.Add("Idempotency-Key", key);
        request.Options.Set(AskingAgain.Wanted, CutOff);
        using var response = await Cluster.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, message, response.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("reply").GetString() : null, text);
    }

    private static Task<Conversation> FindAsync(string user) => Cluster.GetAsync<Conversation>($"sessions/desk/{user}?vsm={Vsm}");
}
