using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Correction;
using Vsm.S5.Policy.State;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_violation_is_reviewed
{
    private static readonly SystemState System = Given.Applied(Given.Request(Given.System("reader"))).Systems[0] with
    {
        Honoured = ["max_sentences", "max_words", "redact_personal_data", "language"],
    };

    [Test]
    public void The_remedies_become_a_new_version()
    {
        var outcome = Decide(System, 1, Violated("brief", "max_sentences", "3"), Violated("private", "redact_personal_data", "true"));

        Assert.That(outcome.Corrected);
        Assert.That(outcome.System!.Configuration.Version, Is.EqualTo(2));
        Assert.That(outcome.System.Configuration.Parameters, Is.EquivalentTo(
            new Dictionary<string, string> { ["max_sentences"] = "3", ["redact_personal_data"] = "true" }));
        Assert.That(outcome.System.Corrected, Is.EquivalentTo(outcome.System.Configuration.Parameters));
        Assert.That(outcome.Changes.Select(x => (x.Parameter, x.Value)), Is.EqualTo(new[] { ("max_sentences", "3"), ("redact_personal_data", "true") }));
        Assert.That(outcome.Reason, Does.Contain("Policy 'brief' (p1)").And.Contain("max_sentences = 3").And.Contain("version 2"));
    }

    [Test]
    public void Findings_that_are_not_violated_have_no_say()
    {
        var kept = Given.Finding("long", Verdict.NotViolated, new Remedy { Parameter = "max_words", Value = "9" });

        Assert.That(Decide(System, 1, Violated("brief", "max_sentences", "3"), kept).Changes.Select(x => x.Parameter), Is.EqualTo(new[] { "max_sentences" }));
    }

    [Test]
    public void Two_limits_on_one_parameter_become_the_smaller()
    {
        var outcome = Decide(System, 1, Violated("brief", "max_sentences", "3"), Violated("briefer", "max_sentences", "2"));

        Assert.That(outcome.Changes.Single().Value, Is.EqualTo("2"));
    }

    [Test]
    public void A_correction_that_another_task_brought_is_enough()
    {
        var outcome = Decide(Corrected("max_sentences", "3"), 1, Violated("brief", "max_sentences", "3"));

        Assert.That((outcome.Corrected, outcome.System, outcome.Changes.Count), Is.EqualTo((true, (SystemState?)null, 0)));
        Assert.That(outcome.Reason, Does.Contain("Version 2 of 'reader' keeps Policy 'brief'"));
    }

    [Test]
    public void A_remedy_that_was_in_force_and_did_not_help_is_none()
    {
        var outcome = Decide(Corrected("max_sentences", "2"), 2, Violated("brief", "max_sentences", "3"), Violated("private", "redact_personal_data", "true"));

        Assert.That(outcome.Corrected, Is.False);
        Assert.That(outcome.Reason, Is.EqualTo("Policy 'brief' (p1) is violated although max_sentences = 2 was in force, which should have kept it."));
    }

    [Test]
    public void A_violation_without_remedy_is_said_beside_one_that_nobody_honours()
    {
        var outcome = Decide(System, 1, Given.Finding("kind", Verdict.Violated), Violated("cited", "cite", "true"), Violated("brief", "max_sentences", "3"));

        Assert.That(outcome.Corrected, Is.False);
        Assert.That(outcome.System, Is.Null);
        Assert.That(outcome.Reason, Does.Contain("'kind' (p1) is violated and no change of configuration keeps it")
            .And.Contain("no function of 'reader' honours cite"));
    }

    [Test]
    public void Policies_that_contradict_each_other_are_for_people()
    {
        var outcome = Decide(System, 1, Violated("english", "language", "en"), Violated("german", "language", "de"));

        Assert.That(outcome.Corrected, Is.False);
        Assert.That(outcome.Reason, Does.Contain("'english'").And.Contain("'german'").And.Contain("different values for language"));
    }

    [Test]
    public void A_ruling_without_violation_changes_nothing() =>
        Assert.That(Decide(System, 1, Given.Finding("brief", Verdict.Vague)).Corrected, Is.False);

    private static SystemState Corrected(string parameter, string value) => System with
    {
        Configuration = System.Configuration with { Version = 2, Parameters = new Dictionary<string, string> { [parameter] = value } },
    };

    private static CorrectionOutcome Decide(SystemState system, int workedUnder, params Finding[] findings) => CorrectionDecision.Decide(
        system, workedUnder == system.Configuration.Version ? system.Configuration : System.Configuration, Given.Ruling(findings));

    private static Finding Violated(string policy, string parameter, string value) =>
        Given.Finding(policy, Verdict.Violated, new Remedy { Parameter = parameter, Value = value });
}
