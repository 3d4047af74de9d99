using FsCheck;
using FsCheck.Fluent;
using Vsm.Ai;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Settings;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Settings;

public sealed class When_a_value_is_checked
{
    [TestCase("limits.corrections", "5")]
    [TestCase("limits.cost_per_task", "0.25")]
    [TestCase("limits.cost_per_call", "none")]
    [TestCase("limits.person_timeout", "2h")]
    [TestCase("tasks.execution_limit", "90s")]
    [TestCase("routing.strategy", "least_loaded")]
    [TestCase("routing.weights", "capability=1 performance=0 load=0.5 cost=0")]
    [TestCase("price:openai/gpt-4o-mini", "input=0.15 output=0.60")]
    [TestCase("price:local/*", "output=0 input=0")]
    [TestCase("price:groq/openai/gpt-oss-20b:free", "input=0 output=0")]
    [TestCase("rate:openai/gpt-4o-mini", "tokens=100000")]
    [TestCase("rate:openai/*", "none")]
    [TestCase("cache:openai/gpt-4o-mini", "age=10m")]
    [TestCase("allow:openai/*", "no")]
    [TestCase("models.call_limit", "2m")]
    public void What_is_allowed_is_taken(string name, string value) => Assert.That(SettingCatalogue.Problem(name, value), Is.Null);

    [TestCase("limits.corrections", "many", "limits.corrections is 'many'; expected a whole number from 0 to 100.")]
    [TestCase("limits.corrections", "101", "limits.corrections is '101'; expected a whole number from 0 to 100.")]
    [TestCase("limits.corrections", "-1", "limits.corrections is '-1'; expected a whole number from 0 to 100.")]
    [TestCase("limits.cost_per_task", "none", "limits.cost_per_task is 'none'; expected a number from 0 to 1000000 USD such as 0.25.")]
    [TestCase("limits.cost_per_call", "0,5", "limits.cost_per_call is '0,5'; expected a number from 0 to 1000000 USD such as 0.25, or none.")]
    [TestCase("limits.person_timeout", "7", "limits.person_timeout is '7'; expected a duration such as 500ms, 30s, 5m, 2h or 7d, from 1s to 365d.")]
    [TestCase("routing.strategy", "random", "routing.strategy is 'random'; expected one of capability_based, round_robin, least_loaded.")]
    [TestCase("routing.weights", "capability=2 performance=0 load=0.5 cost=0", "routing.weights has a part capability that is '2'; expected a number from 0 to 1 such as 0.25.")]
    [TestCase("price:openai/m", "0.15", "price:openai/m is '0.15'; expected input=… output=… such as 'input=0.15 output=0.60'.")]
    [TestCase("price:openai/m", "input=0.15", "price:openai/m is 'input=0.15'; expected input=… output=… such as 'input=0.15 output=0.60'.")]
    [TestCase("price:openai/m", "input=-1 output=1", "price:openai/m has a part input that is '-1'; expected a number from 0 to 1000000 USD such as 0.25.")]
    [TestCase("allow:openai/m", "perhaps", "allow:openai/m is 'perhaps'; expected one of yes, no.")]
    [TestCase("models.call_limit", "21m", "models.call_limit is '21m'; expected a duration such as 500ms, 30s, 5m, 2h or 7d, from 1s to 20m.")]
    [TestCase("rate:openai/m", "calls=3", "rate:openai/m has a part 'calls'; expected [requests=…] [tokens=…] such as 'requests=60 tokens=100000', or none.")]
    [TestCase("rate:openai/m", "", "rate:openai/m is ''; expected [requests=…] [tokens=…] such as 'requests=60 tokens=100000', or none.")]
    public void What_is_not_is_refused_with_what_would_be(string name, string value, string expected) =>
        Assert.That(SettingCatalogue.Problem(name, value), Is.EqualTo(expected));

    [TestCase("limits.correction")]
    [TestCase("limits.corrections:openai/m")]
    [TestCase("price")]
    [TestCase("price:openai")]
    [TestCase("price:open ai/m")]
    [TestCase("")]
    public void Of_an_unknown_name_those_that_there_are_are_said(string name) =>
        Assert.That(SettingCatalogue.Problem(name, "1"), Does.StartWith($"There is no setting '{name}'; expected limits.corrections, ").And.Contain("price:PROVIDER/MODEL"));

    [Test]
    public void A_value_that_is_too_long_is_refused() =>
        Assert.That(SettingCatalogue.Problem("limits.corrections", new string('1', 121)), Does.StartWith("limits.corrections has 121 characters; expected a whole number"));

    /// <summary>Whatever is taken when it is written is read by those that go by it, as it was meant.</summary>
    [FsCheck.NUnit.Property]
    public Property What_is_taken_is_read_again(NonNegativeInt whole, byte tenths, PositiveInt seconds)
    {
        var (count, amount, limit) = (whole.Get % 101, tenths / 10m, $"{(seconds.Get % 1000) + 1}s");
        SettingValue[] values =
        [
            new("north", "limits.corrections", $"{count}"), new("north", "limits.cost_per_attempt", Text(amount)), new("north", "limits.person_timeout", limit),
            new("", "tasks.gap_limit", limit), new("", "price:test/m", $"input={Text(amount)}  output={count}"), new("", "rate:test/m", $"requests={count + 1}"),
            new("", "cache:test/m", $"age={limit}"), new("", "models.call_limit", limit), new("", "routing.weights", $"capability={Text(amount / 100)} performance=1 load=0 cost=0"),
        ];
        var snapshot = new SettingsSnapshot(1, values);
        var limits = SetLimits.Over(new TaskLimits(), "north", snapshot);
        var table = TermTable.Of(new AiOptions(), snapshot);
        var time = TimeSpan.FromSeconds((seconds.Get % 1000) + 1);
        return values.All(x => SettingCatalogue.Problem(x.Name, x.Value) is null).Label("taken")
            .And((limits.Corrections == count && limits.CostPerAttempt == amount && limits.PersonTimeoutMs == (long)time.TotalMilliseconds).Label("limits"))
            .And((SetLimits.Over(new TaskLimits(), "south", snapshot) == new TaskLimits()).Label("limits of others"))
            .And((SetTaskOptions.Over(new TaskOptions(), snapshot).GapLimit == time).Label("tasks"))
            .And((TermTable.Find(table.Prices, "Test/m") is { } price && price.Input == amount && price.Output == count).Label("price"))
            .And((TermTable.Find(table.Rates, "test/m") is { Tokens: null } rate && rate.Requests == count + 1).Label("rate"))
            .And((TermTable.Find(table.Caches, "test/m")?.Age == time).Label("cache"))
            .And((table.CallLimit == time).Label("call limit"))
            .And((SetRouter.Over(new RoutingOptions(), snapshot).Weights is { Performance: 1, Load: 0 } weights && weights.Capability == (double)(amount / 100)).Label("weights"));
    }

    private static string Text(decimal amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
