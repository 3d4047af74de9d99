using FsCheck;
using FsCheck.Fluent;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Settings;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_setting_is_decided
{
    private static readonly DateTimeOffset At = new(2030, 1, 7, 9, 0, 0, TimeSpan.Zero);
    private static readonly SettingInForce Five = new() { Vsm = "root", Name = "limits.corrections", Value = "5", Version = 7 };

    [Test]
    public void It_is_the_next_version_with_the_value_before()
    {
        var outcome = SettingDecision.Decide(Change("limits.corrections", " 6 ", 7), World(Five));

        Assert.That(outcome.Change, Is.EqualTo(new SettingVersion
        {
            Version = 8, Vsm = "root", Name = "limits.corrections", Before = "5", Value = "6", By = "ada", At = At, Reason = "so",
        }));
    }

    [TestCase("limits.corrections", "6", 6, SettingProblem.Conflict, "limits.corrections has version 7 by now, with '5', and the change is to version 6. Look whether it is still wanted.")]
    [TestCase("limits.clarifications", "6", 3, SettingProblem.Conflict, "limits.clarifications has no version 3: nobody has made it yet, which is version 0.")]
    [TestCase("limits.corrections", "six", 7, SettingProblem.Invalid, "limits.corrections is 'six'; expected a whole number from 0 to 100.")]
    [TestCase("price:test/m", "input=1 output=1", 0, SettingProblem.Invalid, "price:test/m is the whole deployment's; name no VSM instance.")]
    public void What_does_not_fit_is_refused(string name, string value, long version, SettingProblem problem, string reason) =>
        Assert.That(SettingDecision.Decide(Change(name, value, version), World(Five)).Refusal, Is.EqualTo(new SettingRefused { Problem = problem, Reason = reason }));

    [Test]
    public void Who_and_why_are_asked_for()
    {
        Assert.That(SettingDecision.Decide(Change("limits.corrections", "6", 7) with { By = " " }, World(Five)).Refusal?.Reason, Is.EqualTo("by is empty; say who changes it."));
        Assert.That(SettingDecision.Decide(Change("limits.corrections", "6", 7) with { Reason = "" }, World(Five)).Refusal?.Reason, Is.EqualTo("reason is empty; say why."));
        Assert.That(SettingDecision.Decide(Change("limits.corrections", "6", 7) with { Reason = "a\0b" }, World(Five)).Refusal?.Reason, Is.EqualTo("reason has a NUL character."));
    }

    [Test]
    public void A_VSM_instance_has_to_be_there()
    {
        var refusal = SettingDecision.Decide(Change("limits.corrections", "6", 7), World(Five) with { IsVsm = false }).Refusal!;
        Assert.That((refusal.Problem, refusal.Reason), Is.EqualTo((SettingProblem.Unknown, "There is no VSM 'root'; apply an organisation to it first.")));
    }

    [Test]
    public void All_have_to_fit_into_a_message()
    {
        var many = Enumerable.Range(1, SettingDecision.Most).Select(x => new SettingInForce { Name = $"price:test/m{x}", Value = "input=1 output=1", Version = x }).ToArray();

        var refusal = SettingDecision.Decide(Change("price:test/new", "input=1 output=1", 0) with { Vsm = null }, World(many)).Refusal;

        Assert.That(refusal?.Reason, Is.EqualTo("400 settings were made, as many as there can be; change one of them."));
        Assert.That(SettingDecision.Decide(Change("price:test/m1", "input=2 output=1", 1) with { Vsm = null }, World(many)).Change?.Version, Is.EqualTo(401));
    }

    /// <summary>Changes and undos in any order: an undo gives back what was there before, and only of the latest change.</summary>
    [FsCheck.NUnit.Property]
    public Property An_undo_restores_what_was_before(byte[] values)
    {
        var (world, history) = (World(), new List<SettingVersion>());
        foreach (var value in values)
        {
            var now = world.Find("root", "limits.corrections");
            Take(SettingDecision.Decide(Change("limits.corrections", value % 4 == 0 ? null : $"{value % 100}", now?.Version ?? 0), world));
        }

        if (history.Count == 0)
        {
            return true.ToProperty();
        }

        var latest = history[^1];
        var refused = history.SkipLast(1).All(x => SettingDecision.Decide(Undo(x.Version), x, world).Refusal?.Problem == SettingProblem.Conflict);
        Take(SettingDecision.Decide(Undo(latest.Version), latest, world));
        return refused.Label("older ones")
            .And((world.Find("root", "limits.corrections")!.Value == latest.Before && history[^1].Undoes == latest.Version).Label("restored"))
            .And(history.Select(x => x.Version).SequenceEqual(Enumerable.Range(1, history.Count).Select(x => (long)x)).Label("numbered"));

        void Take(SettingOutcome outcome)
        {
            var change = outcome.Change!;
            history.Add(change);
            world = World(new SettingInForce { Vsm = change.Vsm, Name = change.Name, Value = change.Value, Version = change.Version });
        }
    }

    [Test]
    public void There_is_nothing_to_undo_in_a_version_that_never_was() =>
        Assert.That(SettingDecision.Decide(Undo(9), null, World(Five)).Refusal?.Problem, Is.EqualTo(SettingProblem.Unknown));

    private static ChangeSetting Change(string name, string? value, long version) => new()
    {
        RequestId = Guid.NewGuid(), Vsm = "root", Name = name, Value = value, Version = version, By = "ada", Reason = "so",
    };

    private static UndoSettingChange Undo(long version) => new() { RequestId = Guid.NewGuid(), Version = version, By = "ada", Reason = "so" };

    private static SettingWorld World(params SettingInForce[] known) => new(known, true, At);
}
