using FsCheck;
using FsCheck.Fluent;
using Vsm.Ai;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Settings;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Settings;

public sealed class When_settings_are_merged
{
    private static readonly TaskLimits File = new() { Corrections = 7, Clarifications = 4, CostPerTask = 2, CostPerAttempt = 1, CostPerCall = 0.5m, CostTotal = 9, PersonTimeoutMs = 5_000 };

    [Test]
    public void What_nobody_set_stays_as_it_is()
    {
        var options = new TaskOptions { Attempts = 9, GapLimit = TimeSpan.FromSeconds(3) };

        Assert.That(SetLimits.Over(File, "root", SettingsSnapshot.None), Is.EqualTo(File));
        Assert.That(SetTaskOptions.Over(options, SettingsSnapshot.None), Is.EqualTo(options).UsingPropertiesComparer());
        Assert.That(SetRouter.Over(new RoutingOptions { Strategy = RoutingStrategy.RoundRobin }, SettingsSnapshot.None).Strategy, Is.EqualTo(RoutingStrategy.RoundRobin));
    }

    [Test]
    public void A_limit_can_be_set_to_none() =>
        Assert.That(SetLimits.Over(File, "root", Set(("root", "limits.cost_per_call", "none"))), Is.EqualTo(File with { CostPerCall = null }));

    [Test]
    public void A_model_of_its_own_name_wins_over_all_of_its_provider_and_what_is_set_over_what_is_configured()
    {
        var options = new AiOptions { Prices = [Price("test/m", 1), Price("test/*", 2), Price("other/*", 3)] };

        var table = TermTable.Of(options, Set(("", "price:test/*", "input=20 output=0"), ("", "price:other/m", "input=30 output=0"), ("", "rate:test/*", "requests=5"), ("", "rate:test/m", "none")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string[])["test/m", "test/x", "other/m", "other/x", "third/m"]).Select(x => TermTable.Find(table.Prices, x)?.Input), Is.EqualTo(new decimal?[] { 1, 20, 30, 3, null }));
            Assert.That(TermTable.Find(table.Rates, "test/m"), Is.Null, "set to none");
            Assert.That(TermTable.Find(table.Rates, "test/x")?.Requests, Is.EqualTo(5));
        }
    }

    [Test]
    public void A_router_keeps_whose_turn_it_is_when_other_settings_change()
    {
        var settings = new RuntimeSettings();
        var router = new SetRouter(Microsoft.Extensions.Options.Options.Create(new RoutingOptions()), settings);
        settings.Learn(new SettingsSnapshot(1, [new SettingValue("", "routing.strategy", "round_robin")]));
        Candidate[] agents = [Control.Given.Candidate(1), Control.Given.Candidate(2)];
        Assert.That(Next(), Is.EqualTo(1));

        settings.Learn(new SettingsSnapshot(2, [new SettingValue("", "routing.strategy", "round_robin"), new SettingValue("", "tasks.attempts", "5")]));

        Assert.That((Next(), Next()), Is.EqualTo((2, 1)));

        int? Next() => router.Select(Control.Given.Needs(), agents)?.Agent.Number;
    }

    /// <summary>Messages may come late, twice and in any order: the newest settings are in force at the end, and never older ones after newer ones.</summary>
    [FsCheck.NUnit.Property]
    public Property The_newest_version_that_came_counts(byte[] versions)
    {
        var settings = new RuntimeSettings(expected: true);
        var seen = new List<long>();
        foreach (var version in versions)
        {
            settings.Learn(new SettingsSnapshot(version, [new SettingValue("", "tasks.attempts", $"{version}")]));
            seen.Add(settings.Current.Version);
        }

        return (settings.Current.Version == versions.DefaultIfEmpty((byte)0).Max()).Label("newest")
            .And(seen.SequenceEqual(seen.Order()).Label("never back"))
            .And((settings.Ready.IsCompleted == versions.Length > 0).Label("known"));
    }

    private static PriceOptions Price(string model, decimal input) => new() { Model = model, Input = input };

    private static SettingsSnapshot Set(params (string Vsm, string Name, string Value)[] settings) => new(1, settings.Select(x => new SettingValue(x.Vsm, x.Name, x.Value)));
}
