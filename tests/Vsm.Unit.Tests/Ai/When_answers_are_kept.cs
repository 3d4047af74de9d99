using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Ai.Pipeline;
using Vsm.Hosting.Settings;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_answers_are_kept
{
    private static readonly ChatOptions Certain = new() { Temperature = 0, MaxOutputTokens = 100 };
    private readonly string _model = $"kept-{Guid.NewGuid():n}";
    private FakeTime _time = null!;
    private ChatServer _server = null!;
    private ModelBench _bench = null!;

    private IChatClient Client => Of("ada");

    [SetUp]
    public async Task StartAsync()
    {
        _time = new FakeTime();
        _server = await ChatServer.StartAsync();
        _bench = ModelBench.Of(
            _server, _time, ("Vsm:Ai:Caches:0:Model", "test/*"), ("Vsm:Ai:Caches:0:Age", "00:10:00"), ("Vsm:Ai:Prices:0:Model", "test/*"), ("Vsm:Ai:Prices:0:Input", "10"),
            ("Vsm:Ai:Prices:0:Output", "1000"), ("Vsm:Ai:Retries", "0"));
    }

    [TearDown]
    public async Task EndAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task An_equal_call_is_answered_without_one_and_costs_nothing()
    {
        _server.Says(ChatReply.Text("Forty-two.", (20, 3)));
        var allowance = new Allowance(_bench.Prices, 0.2m, null, null) { Asker = "ada" };
        var client = _bench.Models.Get($"test/{_model}");

        var first = await allowance.Guard(client).GetResponseAsync("What is it?", Certain);
        var spent = allowance.Spent;
        var again = await allowance.Guard(client).GetResponseAsync("What is it?", Certain);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Text, again.FinishReason, again.IsGivenAgain(), first.IsGivenAgain()), Is.EqualTo(("Forty-two.", (ChatFinishReason?)ChatFinishReason.Stop, true, false)));
            Assert.That((again.Usage!.InputTokenCount, again.Usage.OutputTokenCount), Is.EqualTo(((long?)0, (long?)0)));
            Assert.That(spent.Cost, Is.EqualTo(0.0032m));
            Assert.That(allowance.Spent, Is.EqualTo(spent), "nothing was booked");
            Assert.That(_server.Requests, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Nobody_is_given_an_answer_that_another_got()
    {
        _server.Otherwise = _ => ChatReply.Text("Forty-two.");
        await Client.GetResponseAsync("What is it?", Certain);

        var other = await Of("other-vsm/ada").GetResponseAsync("What is it?", Certain);
        var own = await Client.GetResponseAsync("What is it?", Certain);

        Assert.That((other.IsGivenAgain(), own.IsGivenAgain(), _server.Requests.Count), Is.EqualTo((false, true, 2)));
    }

    [Test]
    public async Task Of_who_does_not_say_who_asks_nothing_is_kept()
    {
        _server.Otherwise = _ => ChatReply.Text("Forty-two.");
        var client = _bench.Models.Get($"test/{_model}");

        await client.GetResponseAsync("What is it?", Certain);
        var again = await client.GetResponseAsync("What is it?", Certain);

        Assert.That((again.IsGivenAgain(), _server.Requests.Count), Is.EqualTo((false, 2)));
    }

    [Test]
    public async Task Streams_are_neither_kept_nor_answered_from_what_is()
    {
        _server.Otherwise = _ => ChatReply.Text("Forty-two.");
        await Client.GetResponseAsync("What is it?", Certain);

        var streamed = await Client.GetStreamingResponseAsync("What is it?", Certain).ToChatResponseAsync();

        Assert.That((streamed.Text, streamed.IsGivenAgain(), _server.Requests.Count), Is.EqualTo(("Forty-two.", false, 2)));
    }

    [Test]
    public async Task Telemetry_says_so()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = x => x.Name == "Vsm.Ai",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = x =>
            {
                if (Equals(x.GetTagItem("gen_ai.request.model"), _model))
                {
                    activities.Enqueue(x);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        _server.Says(ChatReply.Text("Forty-two."));

        await Client.GetResponseAsync("What is it?", Certain);
        await Client.GetResponseAsync("What is it?", Certain);

        Assert.That(activities.Select(x => x.GetTagItem("vsm.cache.hit")), Is.EqualTo(new object?[] { null, true }));
        Assert.That(activities.Last().GetTagItem("gen_ai.usage.input_tokens"), Is.Null, "there was no call that could have used any");
    }

    [Test]
    public async Task Of_equal_calls_at_once_one_is_made()
    {
        var answer = new TaskCompletionSource<ChatReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Otherwise = _ => answer.Task.GetAwaiter().GetResult();

        var calls = Enumerable.Range(0, 50).Select(_ => Client.GetResponseAsync("What is it?", Certain)).ToList();
        answer.SetResult(ChatReply.Text("Forty-two."));
        var answers = await Task.WhenAll(calls);

        Assert.That(_server.Requests, Has.Count.EqualTo(1));
        Assert.That(answers.Select(x => x.Text), Has.All.EqualTo("Forty-two."));
        Assert.That(answers.Count(x => x.IsGivenAgain()), Is.EqualTo(49));
        Assert.That(answers.Distinct().Count(), Is.EqualTo(50), "nobody changes another's answer");
    }

    [Test]
    public async Task A_failure_is_not_shared()
    {
        _server.Says(ChatReply.Error(500), ChatReply.Text("Forty-two."));

        var calls = Enumerable.Range(0, 10).Select(_ => Client.GetResponseAsync("What is it?", Certain)).ToList();
        Assert.That(async () => await Task.WhenAll(calls), Throws.InstanceOf<ModelException>());

        Assert.That(calls.Count(x => x.IsCompletedSuccessfully), Is.EqualTo(9));
        Assert.That(_server.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("temperature")]
    [TestCase("none")]
    [TestCase("tools")]
    [TestCase("other")]
    [TestCase("length")]
    [TestCase("model")]
    public async Task What_may_be_different_is_asked_anew(string what)
    {
        _server.Otherwise = _ => ChatReply.Text("Forty-two.");
        var other = Certain.Clone();
        _ = what switch
        {
            "temperature" => other.Temperature = 0.1f,
            "none" => other.Temperature = null,
            "length" => other.MaxOutputTokens = 101,
            _ => 0f,
        };
        other.Tools = what == "tools" ? [AIFunctionFactory()] : null;

        await Client.GetResponseAsync("What is it?", Certain);
        var again = await (what == "model" ? Of("ada", "another") : Client).GetResponseAsync(what == "other" ? "What is that?" : "What is it?", other);

        Assert.That((again.IsGivenAgain(), _server.Requests.Count), Is.EqualTo((false, 2)));
    }

    [Test]
    public async Task An_answer_that_was_cut_off_is_not_kept()
    {
        _server.Says(ChatReply.Text("Forty-", finish: "length"), ChatReply.Text("Forty-two."));

        await Client.GetResponseAsync("What is it?", Certain);

        Assert.That((await Client.GetResponseAsync("What is it?", Certain)).IsGivenAgain(), Is.False);
    }

    [Test]
    public async Task It_is_asked_anew_once_the_answer_is_old_or_keeping_is_set_to_none()
    {
        _server.Otherwise = _ => ChatReply.Text("Forty-two.");
        await Client.GetResponseAsync("What is it?", Certain);
        _time.Pass(TimeSpan.FromMinutes(9.99));
        Assert.That((await Client.GetResponseAsync("What is it?", Certain)).IsGivenAgain(), "just young enough");

        _time.Pass(TimeSpan.FromMinutes(0.01));
        Assert.That((await Client.GetResponseAsync("What is it?", Certain)).IsGivenAgain(), Is.False, "too old");

        _bench.Settings.Learn(new SettingsSnapshot(1, [new SettingValue("", $"cache:test/{_model}", "none")]));
        Assert.That((await Client.GetResponseAsync("What is it?", Certain)).IsGivenAgain(), Is.False, "not kept any more");
    }

    [Test]
    public void What_was_not_asked_for_the_longest_goes_first()
    {
        var cache = new AnswerCache(5_000, _time);
        var hour = TimeSpan.FromHours(1);
        cache.Keep("a", new byte[1_000]);
        cache.Keep("b", new byte[1_000]);
        cache.Keep("c", new byte[1_000]);
        cache.Find("a", hour);

        cache.Keep("d", new byte[1_000]);

        Assert.That(((string[])["a", "b", "c", "d"]).Where(x => cache.Find(x, hour) is not null), Is.EqualTo((string[])["a", "c", "d"]));
        cache.Keep("e", new byte[10_000]);
        Assert.That((cache.Find("e", hour), cache.Bytes), Is.EqualTo(((byte[]?)null, 0L)), "one that is too large is not kept");
    }

    private IChatClient Of(string asker, string? model = null) =>
        new Allowance(_bench.Prices, null, null, null) { Asker = asker }.Guard(_bench.Models.Get($"test/{model ?? _model}"));

    private static AIFunctionDeclaration AIFunctionFactory() => Microsoft.Extensions.AI.AIFunctionFactory.Create(() => "x", "tool");
}
