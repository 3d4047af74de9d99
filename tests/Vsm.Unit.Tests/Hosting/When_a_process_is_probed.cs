using Vsm.Hosting.Health;

namespace Vsm.Unit.Tests.Hosting;

public sealed class When_a_process_is_probed
{
    private static readonly HealthRules Well = new() { Started = true };

    private static readonly Dictionary<string, (HealthRules Rules, bool Startup, bool Live, bool Ready)> Moments = new()
    {
        ["all is well"] = (Well, true, true, true),
        ["it is starting"] = (Well with { Started = false }, false, true, false),
        ["it drains"] = (Well with { Draining = true }, true, true, false),
        ["the database is away"] = (Well with { DatabaseProblem = "x" }, true, true, false),
        ["the broker is away or blocks"] = (Well with { BrokerProblem = "x" }, true, true, false),
        ["the bus is degraded"] = (Well with { BusProblem = "x" }, true, true, false),
        ["an endpoint is dead"] = (Well with { WatchdogProblem = "x" }, true, false, false),
    };

    private static IEnumerable<string> Names => Moments.Keys;

    [TestCaseSource(nameof(Names))]
    public void It_says_what_that_means(string moment)
    {
        var (rules, startup, live, ready) = Moments[moment];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rules.Startup.All(x => x.Problem is null), Is.EqualTo(startup), "startup");
            Assert.That(rules.Live.All(x => x.Problem is null), Is.EqualTo(live), "live");
            Assert.That(rules.Ready.All(x => x.Problem is null), Is.EqualTo(ready), "ready");
        }
    }
}
