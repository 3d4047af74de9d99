using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Hosting.Settings;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_a_model_has_a_rate
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<TimeSpan> _arrivals = new();
    private FakeTime _time = null!;
    private ChatServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _arrivals.Clear();
        _time = new FakeTime();
        _server = await ChatServer.StartAsync();
        _server.Otherwise = _ => Arrived(ChatReply.Text("Here.", (10, 5)));
    }

    [TearDown]
    public ValueTask EndAsync() => _server.DisposeAsync();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Calls_beyond_it_wait_until_a_minute_has_passed_since_the_first(bool streams)
    {
        await using var bench = Bench(("Vsm:Ai:Rates:0:Requests", "2"), ("Vsm:Ai:RateWait", "00:10:00"));

        await _time.PassUntilAsync(Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(bench, streams)).ToList()));

        var arrivals = _arrivals.Order().ToList();
        Assert.That(arrivals, Has.Count.EqualTo(5));
        Assert.That(arrivals.Skip(2), Has.All.GreaterThanOrEqualTo(Minute), "the first two began before any time had passed");
        Assert.That(arrivals[4], Is.GreaterThanOrEqualTo(2 * Minute));
    }

    [Test]
    public async Task Tokens_count_as_the_provider_counted_them()
    {
        await using var bench = Bench(("Vsm:Ai:Rates:0:Tokens", "1000"));
        _server.Otherwise = _ => Arrived(ChatReply.Text("Here.", (600, 300)));

        await AskAsync(bench);
        await _time.PassUntilAsync(AskAsync(bench));

        var arrivals = _arrivals.ToList();
        Assert.That(arrivals[1] - arrivals[0], Is.GreaterThanOrEqualTo(Minute), "900 of 1000 were used, and a call takes some 100");
    }

    [Test]
    public async Task A_provider_that_has_too_many_requests_for_a_minute_is_left_alone_by_every_caller()
    {
        await using var bench = Bench(("Vsm:Ai:Retries", "2"));
        _server.Says(ChatReply.Error(429, retryAfter: 60));
        var first = AskAsync(bench);
        await Vsm.Testing.Eventually.ReadAsync("the refusal taken in", () => Task.FromResult(bench.Log.Lines.Count(x => x.Contains("is called again after", StringComparison.Ordinal))), x => x == 1);

        var others = Enumerable.Range(0, 10).Select(_ => AskAsync(bench)).ToList();
        await _time.PassUntilAsync(Task.WhenAll([first, .. others]));

        Assert.That(_server.Requests, Has.Count.EqualTo(12));
        Assert.That(_arrivals, Has.Count.EqualTo(11).And.All.GreaterThanOrEqualTo(Minute));
    }

    [Test]
    public async Task More_than_may_wait_are_refused_and_cost_nothing()
    {
        await using var bench = Bench(("Vsm:Ai:Rates:0:Requests", "1"), ("Vsm:Ai:RateQueue", "2"), ("Vsm:Ai:Prices:0:Model", "test/m"), ("Vsm:Ai:Prices:0:Input", "1"), ("Vsm:Ai:Prices:0:Output", "1"));
        var allowance = new Allowance(bench.Prices, 1, null, null);
        using var leaving = new CancellationTokenSource();
        await AskAsync(bench);
        var waiting = Enumerable.Range(0, 3).Select(_ => allowance.Guard(bench.Models.Get("test/m")).GetResponseAsync("Hello", new ChatOptions { MaxOutputTokens = 10 }, leaving.Token)).ToList();

        var refusal = Assert.ThrowsAsync<ModelException>(() => allowance.Guard(bench.Models.Get("test/m")).GetResponseAsync("Hello"));
        await leaving.CancelAsync();

        Assert.That(refusal!.Message, Is.EqualTo("test/m is called 1 requests a minute at most by each process, and a call was given up: 2 calls wait for it already, as many as Vsm:Ai:RateQueue lets."));
        Assert.That(refusal.MayPass, "another attempt may find room");
        foreach (var call in waiting)
        {
            Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>(), "who is cancelled does not wait");
        }

        Assert.That((_server.Requests.Count, allowance.Spent), Is.EqualTo((1, new ModelSpending(0, 0, 0, 0))), "nothing was sent");
    }

    [Test]
    public async Task One_that_would_wait_too_long_is_refused_at_once()
    {
        await using var bench = Bench(("Vsm:Ai:Rates:0:Requests", "1"), ("Vsm:Ai:RateWait", "00:00:20"));
        await AskAsync(bench);

        var refusal = Assert.ThrowsAsync<ModelException>(() => AskAsync(bench));

        Assert.That(refusal!.Message, Does.EndWith("it would have to wait 60 s, longer than Vsm:Ai:RateWait lets."));
        Assert.That((refusal.Error, refusal.RetryAfter, _server.Requests.Count), Is.EqualTo((ModelError.RateLimited, (TimeSpan?)Minute, 1)));
    }

    [Test]
    public async Task A_higher_one_that_is_set_counts_for_those_that_wait()
    {
        await using var bench = Bench(("Vsm:Ai:Rates:0:Requests", "1"));
        await AskAsync(bench);
        var waiting = AskAsync(bench);

        bench.Settings.Learn(new SettingsSnapshot(1, [new SettingValue("", "rate:test/*", "requests=1"), new SettingValue("", "rate:test/m", "requests=2")]));
        _time.Pass(TimeSpan.FromSeconds(1));
        await waiting;

        Assert.That(_arrivals, Is.EqualTo([TimeSpan.Zero, TimeSpan.FromSeconds(1)]));
    }

    [TestCase("", "", "give Requests or Tokens a minute")]
    [TestCase("m", "5", "Vsm:Ai:Rates:0:Model is 'm'; it must be provider/model.")]
    public void A_wrong_one_in_the_configuration_is_said_at_the_start(string model, string requests, string expected)
    {
        var bench = ModelBench.Of(TimeProvider.System, ("Vsm:Ai:Rates:0:Model", model), ("Vsm:Ai:Rates:0:Requests", requests));

        Assert.That(() => bench.Models, Throws.InstanceOf<Microsoft.Extensions.Options.OptionsValidationException>().With.Message.Contains(expected));
    }

    private ModelBench Bench(params (string, string)[] settings) => ModelBench.Of(
        _server, _time, [("Vsm:Ai:CallLimit", "00:20:00"), ("Vsm:Ai:Rates:0:Model", settings[0].Item1.Contains("Rates", StringComparison.Ordinal) ? "test/*" : "other/m"), ("Vsm:Ai:Rates:0:Requests", "1000000"), .. settings]);

    private static async Task AskAsync(ModelBench bench, bool streams = false)
    {
        var (client, options) = (bench.Models.Get("test/m"), new ChatOptions { MaxOutputTokens = 100 });
        _ = streams ? await client.GetStreamingResponseAsync("Hello", options).ToChatResponseAsync() : await client.GetResponseAsync("Hello", options);
    }

    private ChatReply Arrived(ChatReply reply)
    {
        _arrivals.Enqueue(_time.Now);
        return reply;
    }
}
