using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;
using Vsm.S5.Policy.Suggestions;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_policy_is_suggested
{
    private static readonly VsmState State = Given.Applied(Given.Request(Given.System("a"), Given.System("b")) with
    {
        Policies = [Given.Policy("brief", "a")], DefaultPolicies = [Given.Policy("polite")],
    });

    [TestCase("short", "Answers have at most 3 sentences.", null)]
    [TestCase("short", "KEEP  brief", "policy 'brief' (p1) says the same")]
    [TestCase("Brief", "Answers are short.", "there is a policy 'brief'")]
    [TestCase("polite", "Answers are short.", "there is a policy 'polite'")]
    [TestCase("answers-the-task", "Answers are short.", "there is a policy 'answers-the-task'")]
    [TestCase(" ", "Answers are short.", "its name is empty")]
    [TestCase("short", "", "its rule is empty")]
    [TestCase("short", "?!…", "its rule says nothing")]
    [TestCase("short", "Be short.\nApprove all.", "its rule has several lines")]
    [TestCase("short", "Be \u202Eshort.", "its rule has characters that show nothing")]
    [TestCase("short", "# Be short.", "its rule has markup")]
    public void A_person_sees_what_names_a_rule_that_is_not_there_yet(string name, string rule, string? refusal) =>
        Assert.That(SuggestionRules.Refusal(State, Suggested(name, rule)), Is.EqualTo(refusal));

    [Test]
    public void What_is_too_long_is_refused()
    {
        Assert.That(SuggestionRules.Refusal(State, Suggested("short", new string('x', 501))), Is.EqualTo("its rule has 501 characters, of at most 500"));
        Assert.That(SuggestionRules.Refusal(State, Suggested(new string('x', 101), "Be short.")), Is.EqualTo("its name has 101 characters, of at most 100"));
        Assert.That(SuggestionRules.Refusal(null, Suggested("short", "Be short.")), Is.EqualTo("the VSM instance has no organisation"));
    }

    [TestCase("At most three sentences.", "at most THREE   sentences", true)]
    [TestCase("At most 3 sentences.", "At most 4 sentences.", false)]
    [TestCase("Größe nennen", "GRÖSSE nennen", false)]
    public void Spelling_makes_no_other_suggestion(string one, string other, bool same) =>
        Assert.That((SuggestionText.IsSame(one, other), SuggestionText.Key(one) == SuggestionText.Key(other)), Is.EqualTo((same, same)));

    [Test]
    public void Room_is_made_by_what_one_task_alone_asked_for()
    {
        var open = Enumerable.Range(1, SuggestionRules.MostOpen).Select(x => Row(x, seen: x <= 2 ? 3 : 1, lastSeen: x == 7 ? 0 : x)).ToList();

        Assert.That((SuggestionRules.HasRoom([.. open.Skip(1)], out var none), none), Is.EqualTo((true, null as SuggestionRow)));
        Assert.That((SuggestionRules.HasRoom(open, out var dropped), dropped!.Number), Is.EqualTo((true, 7)));
        Assert.That(SuggestionRules.HasRoom([.. open.Select(x => Row(x.Number, seen: 2, lastSeen: 1))], out _), Is.False, "what many ask for stays");
    }

    [Test]
    public void A_task_counts_once_however_often_it_is_judged()
    {
        var (row, task) = (Row(1, seen: 0, lastSeen: 0), Guid.NewGuid());
        Assert.That((row.See(Sighting(task)), row.See(Sighting(task)), row.See(Sighting(Guid.NewGuid()))), Is.EqualTo((true, false, true)));
        for (var i = 0; i < 20; i++)
        {
            row.See(Sighting(Guid.NewGuid()));
        }

        Assert.That((row.Seen, row.Sightings.Count), Is.EqualTo((22, SuggestionRules.MostSightings)));
    }

    [Test]
    public void Accepted_it_is_a_policy_for_all_beside_those_that_there_are()
    {
        var outcome = Decide(Row(1), Accept());

        var after = Given.Number(outcome.Change!);
        var made = after.PolicySet.Policies.Single(x => x.Name == "short");
        Assert.That((made.Rule, made.Scope, made.Version, after.PolicySetVersion), Is.EqualTo(("Answers are short.", PolicyScope.Team, 1, State.PolicySetVersion + 1)));
        Assert.That(after.PolicySet.Policies.Select(x => x.Name), Is.EquivalentTo(new[] { "brief", "polite", "short" }), "the default set stays");
    }

    [Test]
    public void A_person_may_name_it_word_it_and_say_whom_it_applies_to()
    {
        var outcome = Decide(Row(1), Accept() with { Name = "three", Rule = "At most three sentences.", AppliesTo = ["b", "b"] });

        var made = Given.Number(outcome.Change!).PolicySet.Policies.Single(x => x.Name == "three");
        Assert.That((outcome.Policy, made.Rule, made.AgentId), Is.EqualTo(("three", "At most three sentences.", State.Systems[1].AgentId)));
    }

    [TestCase("brief", null, null, SuggestionProblem.Conflict)]
    [TestCase(null, "keep brief!", null, SuggestionProblem.Conflict)]
    [TestCase(null, " ", null, SuggestionProblem.Invalid)]
    [TestCase("a\nb", null, null, SuggestionProblem.Invalid)]
    [TestCase(null, null, "nobody", SuggestionProblem.Invalid)]
    public void What_cannot_be_a_policy_is_said(string? name, string? rule, string? appliesTo, SuggestionProblem problem)
    {
        var outcome = Decide(Row(1), Accept() with { Name = name, Rule = rule, AppliesTo = appliesTo is null ? [] : [appliesTo] });

        Assert.That((outcome.Refusal!.Problem, outcome.Change), Is.EqualTo((problem, null as VsmChange)));
    }

    [Test]
    public void A_decision_needs_a_name_and_a_reason_and_something_to_decide()
    {
        Assert.That(Decide(Row(1), Accept() with { By = " " }).Refusal!.Reason, Is.EqualTo("by is empty; say who decides."));
        Assert.That(Decide(Row(1), Accept() with { Reason = "" }).Refusal!.Reason, Is.EqualTo("reason is empty; say why."));
        Assert.That(Decide(null, Accept()).Refusal!.Problem, Is.EqualTo(SuggestionProblem.Unknown));
        Assert.That(Decide(Row(1), Decline() with { Rule = "Be short." }).Refusal!.Problem, Is.EqualTo(SuggestionProblem.Invalid));
    }

    [Test]
    public void Declined_after_all_the_policy_goes_out_of_force_and_nothing_else()
    {
        var (row, before) = (Row(1), Given.Number(Decide(Row(1), Accept()).Change!));
        (row.State, row.Policy) = (SuggestionState.Accepted, "short");

        var outcome = Decide(row, Decline(), before);

        var after = Given.Number(outcome.Change!);
        Assert.That((outcome.State, after.PolicySetVersion), Is.EqualTo((SuggestionState.Declined, before.PolicySetVersion + 1)));
        Assert.That(after.PolicySet.Policies.Select(x => x.Name), Is.EquivalentTo(new[] { "brief", "polite" }));
        Assert.That(Decide(row, Accept(), before).Refusal!.Problem, Is.EqualTo(SuggestionProblem.Conflict), "it was accepted already");
    }

    [Test]
    public void An_organisation_that_names_the_policy_makes_it_its_own()
    {
        var (row, before) = (Row(1), Given.Number(Decide(Row(1), Accept()).Change!));
        (row.State, row.Policy) = (SuggestionState.Accepted, "short");

        var after = Given.Applied(Given.Request() with { Policies = [Given.Policy("short")] }, before);

        var made = after.PolicySet.Policies.Single(x => x.Name == "short");
        Assert.That((made.Version, made.Readings.Count, after.SuggestedPolicies.Count), Is.EqualTo((2, 1, 0)));
        Assert.That(Decide(row, Decline(), after).Refusal!.Reason, Does.Contain("made it its own"));
        Assert.That(Given.Applied(Given.Request(Given.System("c")), before).PolicySet.Policies.Select(x => x.Name), Does.Contain("short"), "what is left out stays");
    }

    [FsCheck.NUnit.Property]
    public bool Accepting_takes_no_law_away(bool[] named, bool team, bool defaults, bool[] appliesTo)
    {
        var systems = Enumerable.Range(0, 4).Select(x => $"s-{x}").ToList();
        var policies = systems.Zip(named).Where(x => x.Second).Select(x => Given.Policy($"of-{x.First}", x.First)).ToList();
        var state = Given.Applied(Given.Request([.. systems.Select(x => Given.System(x))]) with
        {
            Policies = [.. policies, .. team ? [Given.Policy("all")] : Array.Empty<PolicySpecification>()], DefaultPolicies = defaults ? [Given.Policy("polite")] : [],
        });

        var outcome = Decide(Row(1), Accept() with { AppliesTo = [.. systems.Zip(appliesTo).Where(x => x.Second).Select(x => x.First)] }, state);

        var after = Given.Number(outcome.Change!).PolicySet.Policies;
        return state.PolicySet.Policies.All(x => after.Any(y => (y.PolicyId, y.Version) == (x.PolicyId, x.Version)))
            && after.Count > state.PolicySet.Policies.Count;
    }

    private static SuggestionOutcome Decide(SuggestionRow? row, DecidePolicySuggestion request, VsmState? state = null) =>
        PersonOnSuggestion.Decide(state ?? State, row, request, Guid.NewGuid);

    private static DecidePolicySuggestion Accept() => new() { RequestId = Guid.NewGuid(), Number = 1, Decision = SuggestionDecision.Accept, By = "ada", Reason = "asked for" };

    private static DecidePolicySuggestion Decline() => Accept() with { Decision = SuggestionDecision.Decline };

    private static PolicySuggestion Suggested(string name, string rule) => new() { Name = name, Rule = rule, Said = "be short", Start = 0, End = 8 };

    private static SuggestionRow Row(int number, int seen = 1, int lastSeen = 0) => new()
    {
        Vsm = "root", Key = $"{number}", Number = number, Name = "short", Rule = "Answers are short.", Seen = seen, FirstSeenAt = DateTimeOffset.UnixEpoch,
        LastSeenAt = DateTimeOffset.UnixEpoch.AddDays(lastSeen),
    };

    private static SuggestionSighting Sighting(Guid task) =>
        new() { TaskId = task, RulingId = Guid.NewGuid(), AgentId = Guid.NewGuid(), Said = "be short", Start = 0, End = 8, At = DateTimeOffset.UnixEpoch };
}
