using Vsm.S3.Control.Delegation;

namespace Vsm.Unit.Tests.Control;

public sealed class When_a_router_selects
{
    private static readonly CapabilityRouter ByDefault = new(new RoutingWeights());

    // 0.4 x match + 0.3 x success + 0.2 x (1 - load) + 0.1 / (1 + cost), by hand.
    [TestCase("a b", "a b", 1, 0, 0, 1.0)]
    [TestCase("a b", "a", 1, 0, 0, 0.8)]
    [TestCase("a b", "c", 1, 0, 0, 0.6)]
    [TestCase("", "", 1, 0, 0, 1.0)]
    [TestCase("a", "a", 0.5, 0, 0, 0.85)]
    [TestCase("a", "a", 1, 0.75, 0, 0.85)]
    [TestCase("a", "a", 1, 0, 1, 0.95)]
    [TestCase("a", "a", 1, 0, 3, 0.925)]
    [TestCase("a b c d", "A b C", 0.9, 0.25, 0.25, 0.80)]
    [TestCase("a", "", 0, 1, 9, 0.01)]
    public void The_score_weighs_match_success_load_and_cost(string required, string has, double success, double load, decimal cost, double expected) =>
        Assert.That(
            ByDefault.Score(Given.Needs(required.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Given.Candidate(1, has, success, load, cost)),
            Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Other_weights_decide_otherwise()
    {
        Candidate[] candidates = [Given.Candidate(1, success: 1, cost: 9), Given.Candidate(2, success: 0.5)];

        Assert.That(ByDefault.Select(Given.Needs(), candidates)?.Agent.Number, Is.EqualTo(1));
        var byCost = new CapabilityRouter(new RoutingWeights { Capability = 0, Performance = 0, Load = 0, Cost = 1 });
        Assert.That(byCost.Select(Given.Needs(), candidates)?.Agent.Number, Is.EqualTo(2));
    }

    [Test]
    public void Equal_scores_go_to_the_lower_load_and_then_to_the_lower_number()
    {
        Candidate[] byLoad = [Given.Candidate(1, success: 0.5, load: 0.5), Given.Candidate(2, success: 0.5, load: 0.25)];
        var unweighted = new CapabilityRouter(new RoutingWeights { Load = 0 });
        Assert.That(unweighted.Select(Given.Needs(), byLoad)?.Agent.Number, Is.EqualTo(2));

        Candidate[] equal = [Given.Candidate(3), Given.Candidate(1), Given.Candidate(2)];
        Assert.That(ByDefault.Select(Given.Needs(), equal)?.Agent.Number, Is.EqualTo(1));
    }

    [Test]
    public void Round_robin_takes_one_after_the_other_by_number()
    {
        var router = new RoundRobinRouter();
        Candidate[] candidates = [Given.Candidate(3), Given.Candidate(1), Given.Candidate(2)];

        Assert.That(Enumerable.Range(0, 7).Select(_ => router.Select(Given.Needs(), candidates)!.Agent.Number), Is.EqualTo([1, 2, 3, 1, 2, 3, 1]));
    }

    [Test]
    public void Round_robin_spreads_evenly_under_eight_threads()
    {
        const int each = 3000;
        var router = new RoundRobinRouter();
        Candidate[] candidates = [.. Enumerable.Range(1, 5).Select(x => Given.Candidate(x))];
        var counts = new int[6];
        using var together = new Barrier(8);

        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                Interlocked.Increment(ref counts[router.Select(Given.Needs(), candidates)!.Agent.Number]);
            }
        })).ToList();
        threads.ForEach(x => x.Start());
        threads.ForEach(x => x.Join());

        Assert.That(counts[1..], Is.All.EqualTo(8 * each / 5));
    }

    [Test]
    public void Least_loaded_takes_the_lowest_load_and_then_the_lower_number()
    {
        var router = new LeastLoadedRouter();

        Assert.That(router.Select(Given.Needs(), [Given.Candidate(1, load: 0.5), Given.Candidate(3, load: 0.1), Given.Candidate(2, load: 0.1)])?.Agent.Number, Is.EqualTo(2));
    }

    [Test]
    public void Of_nobody_every_router_selects_nobody()
    {
        ITaskRouter[] routers = [ByDefault, new RoundRobinRouter(), new LeastLoadedRouter()];

        Assert.That(routers.Select(x => x.Select(Given.Needs("a"), [])), Is.All.Null);
    }

    [TestCase("CapabilityBased", typeof(CapabilityRouter))]
    [TestCase("RoundRobin", typeof(RoundRobinRouter))]
    [TestCase("LeastLoaded", typeof(LeastLoadedRouter))]
    public void The_strategy_is_a_setting(string strategy, Type router) =>
        Assert.That(new RoutingOptions { Strategy = Enum.Parse<RoutingStrategy>(strategy) }.CreateRouter(), Is.InstanceOf(router));

    [Test]
    public void Weights_outside_0_to_1_are_refused_with_their_path()
    {
        var result = new RoutingOptionsValidator().Validate(null, new RoutingOptions { Weights = new RoutingWeights { Load = 2 } });

        Assert.That(result.FailureMessage, Does.Contain("Weights.Load"));
    }
}
