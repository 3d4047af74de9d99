using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_calls_are_paid
{
    private static readonly ChatOptions Short = new() { MaxOutputTokens = 100 };
    private ChatServer _server = null!;
    private ModelBench _bench = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ChatServer.StartAsync();
        _bench = ModelBench.Of(
            _server, ("Vsm:Ai:Prices:0:Model", "test/m"), ("Vsm:Ai:Prices:0:Input", "10"), ("Vsm:Ai:Prices:0:Output", "1000"),
            ("Vsm:Ai:Prices:1:Model", "test/free"), ("Vsm:Ai:Retries", "1"));
    }

    [TearDown]
    public async Task EndAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_the_provider_counted_is_booked(bool streams)
    {
        var allowance = Limit(1);
        _server.Says(ChatReply.Text("Hello", (Input: 20, Output: 3)));

        await AskAsync(allowance, streams);

        Assert.That(allowance.Spent, Is.EqualTo(new ModelSpending(20, 3, 0.0032m, 0)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_answer_that_nobody_counted_costs_the_most_that_it_can_have(bool streams)
    {
        var allowance = Limit(1);
        _server.Says(ChatReply.Text("Hello", counted: false));

        await AskAsync(allowance, streams);

        Assert.That(allowance.Spent.Cost, Is.InRange(0.1m, 0.102m).And.EqualTo(allowance.Spent.Uncounted));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_call_that_could_pass_the_limit_is_not_made(bool streams)
    {
        var allowance = Limit(0.1m);

        var refusal = await RefusalAsync(allowance, streams);

        Assert.That((refusal.Error, refusal.Needed), Is.EqualTo((ModelError.OverBudget, refusal.Needed)));
        Assert.That(refusal.Needed, Is.InRange(0.1m, 0.102m));
        Assert.That(refusal.Message, Does.Match(@"^A call of test/m can cost 0\.10\d+ USD; of the 0\.1 USD of this attempt 0\.1 USD are left\.$"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task What_is_spent_counts_against_the_next_call()
    {
        var allowance = Limit(0.103m);
        _server.Says(ChatReply.Text("Hello", (Input: 20, Output: 3)));
        await AskAsync(allowance, streams: false);

        Assert.That((await RefusalAsync(allowance, streams: false)).Needed, Is.GreaterThan(0.103m));
    }

    [Test]
    public async Task A_call_has_a_limit_of_its_own()
    {
        var refusal = await RefusalAsync(new Allowance(_bench.Prices, 5, callLimit: 0.05m, null), streams: false);

        Assert.That((refusal.Error, refusal.NeedsPerson), Is.EqualTo((ModelError.CallTooDear, true)));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Without_a_price_nothing_is_called_under_a_limit()
    {
        var refusal = await RefusalAsync(Limit(5), streams: false, "test/unknown");

        Assert.That((refusal.Error, refusal.NeedsPerson), Is.EqualTo((ModelError.NoPrice, true)));
        Assert.That(refusal.Message, Is.EqualTo(
            "Nothing says what test/unknown costs, so no limit could be kept: list it in Vsm:Ai:Prices (0 where it costs nothing), or give the system a cost_per_task."));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Work_of_a_fixed_price_is_paid_once_however_many_calls_it_takes()
    {
        var allowance = new Allowance(_bench.Prices, 0.05m, null, priceOfWork: 0.05m);
        _server.Says(ChatReply.Text("One"), ChatReply.Text("Two"));

        await AskAsync(allowance, streams: false, "test/unknown");
        await AskAsync(allowance, streams: false, "test/unknown");

        Assert.That(allowance.Spent, Is.EqualTo(new ModelSpending(20, 10, 0.05m, 0)));
    }

    [Test]
    public async Task A_model_that_costs_nothing_needs_no_money()
    {
        var allowance = Limit(0);
        _server.Says(ChatReply.Text("Hello"));

        await AskAsync(allowance, streams: false, "test/free");

        Assert.That(allowance.Spent.Cost, Is.Zero);
    }

    [TestCase(401)]
    [TestCase(400)]
    [TestCase(429)]
    public async Task A_refusal_costs_nothing(int status)
    {
        var allowance = Limit(1);
        _server.Says(ChatReply.Error(status), ChatReply.Error(status));

        await RefusalAsync(allowance, streams: false);

        Assert.That(allowance.Spent, Is.EqualTo(new ModelSpending(0, 0, 0, 0)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Each_try_that_the_provider_may_have_worked_for_is_paid(bool streams)
    {
        var allowance = Limit(1);
        _server.Says(ChatReply.Error(500), ChatReply.Text("Hello", (Input: 20, Output: 3)));

        await AskAsync(allowance, streams);

        Assert.That(allowance.Spent.Uncounted, Is.InRange(0.1m, 0.102m));
        Assert.That(allowance.Spent.Cost, Is.EqualTo(allowance.Spent.Uncounted + 0.0032m));
    }

    [Test]
    public async Task A_try_after_one_that_broke_off_is_made_only_if_it_can_be_paid_too()
    {
        var allowance = Limit(0.15m);
        _server.Says(ChatReply.Error(500), ChatReply.Text("Hello"));

        Assert.That((await RefusalAsync(allowance, streams: false)).Error, Is.EqualTo(ModelError.OverBudget));
        Assert.That(_server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stream_that_breaks_off_costs_the_most_that_it_can_have()
    {
        var allowance = Limit(1);
        _server.Says(ChatReply.Broken("Hel", abort: true));

        await RefusalAsync(allowance, streams: true);

        Assert.That(allowance.Spent.Cost, Is.InRange(0.1m, 0.102m));
    }

    [Test]
    public async Task No_connection_costs_nothing()
    {
        var allowance = Limit(1);
        await _server.DisposeAsync();

        Assert.That((await RefusalAsync(allowance, streams: false)).NotSent, Is.True);
        Assert.That(allowance.Spent.Cost, Is.Zero);
    }

    [Test]
    public async Task Without_a_length_an_answer_may_be_as_long_as_can_be_paid()
    {
        var allowance = Limit(0.05m);
        _server.Says(ChatReply.Text("Hello"));

        await allowance.Guard(_bench.Models.Get("test/m")).GetResponseAsync("Hello");

        Assert.That(_server.Requests[0].Body.GetProperty("max_completion_tokens").GetInt32(), Is.InRange(40, 50));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Each_try_is_told_before_it_is_sent_with_the_most_that_it_can_cost(bool streams)
    {
        var (allowance, told) = (Limit(1), new List<decimal>());
        _server.Says(ChatReply.Error(500), ChatReply.Text("Hello", (Input: 20, Output: 3)));
        var client = allowance.Guard(_bench.Models.Get("test/m"), largest =>
        {
            Assert.That(_server.Requests, Has.Count.EqualTo(told.Count));
            told.Add(largest);
            return Task.CompletedTask;
        });

        await (streams ? client.GetStreamingResponseAsync("Hello", Short).ToChatResponseAsync() : client.GetResponseAsync("Hello", Short));

        Assert.That(told, Has.Count.EqualTo(2).And.All.InRange(0.1m, 0.102m));
        Assert.That(allowance.Spent, Is.EqualTo(new ModelSpending(20, 3, 0.0032m + told[0], told[0])));
    }

    [Test]
    public async Task What_cannot_be_told_is_not_sent_and_costs_nothing()
    {
        var allowance = Limit(1);
        var client = allowance.Guard(_bench.Models.Get("test/m"), _ => throw new TimeoutException());

        Assert.That(() => client.GetResponseAsync("Hello", Short), Throws.InstanceOf<TimeoutException>());

        _server.Says(ChatReply.Text("Hello", (Input: 20, Output: 3)));
        await AskAsync(Limit(0.11m), streams: false);
        Assert.That((allowance.Spent.Cost, _server.Requests.Count), Is.EqualTo((0m, 1)));
    }

    [Test]
    public async Task What_the_work_spent_elsewhere_counts()
    {
        var allowance = Limit(1);
        allowance.Carry(new ModelSpending(5, 6, 0.95m, 0.4m));

        Assert.That((await RefusalAsync(allowance, streams: false)).Error, Is.EqualTo(ModelError.OverBudget));
        Assert.That(allowance.Spent, Is.EqualTo(new ModelSpending(5, 6, 0.95m, 0.4m)));
    }

    private Allowance Limit(decimal limit) => new(_bench.Prices, limit, null, null);

    private async Task<string> AskAsync(Allowance allowance, bool streams, string model = "test/m")
    {
        var client = allowance.Guard(_bench.Models.Get(model));
        var answer = streams ? await client.GetStreamingResponseAsync("Hello", Short).ToChatResponseAsync() : await client.GetResponseAsync("Hello", Short);
        return answer.Text;
    }

    private async Task<ModelException> RefusalAsync(Allowance allowance, bool streams, string model = "test/m")
    {
        try
        {
            throw new AssertionException($"It was answered: {await AskAsync(allowance, streams, model)}");
        }
        catch (ModelException refusal)
        {
            return refusal;
        }
    }
}
