using System.Globalization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Clarification;
using Vsm.S5.Policy.Correction;
using Vsm.S5.Policy.Creation;
using Vsm.S5.Policy.State;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_model_proposes
{
    private static readonly VsmState Team = Given.Applied(Given.Request(
        Given.System("reader", "read") with { Parameters = new Dictionary<string, string> { ["max_words"] = "100" } },
        Given.System("writer", "write") with { Kind = "llm", Model = "test/writer", Steps = [], Prompt = new AgentPrompt { Boundaries = "Be kind." } }) with
    {
        Policies = [Given.Policy("brief") with { Readings = [Check("max_words"), Check("max_sentences")] }, Given.Policy("kind") with { Readings = [] }],
    });

    private static readonly string[] Parameters = ["max_words", "max_sentences", "redact_personal_data", "redact_pattern", "max_output_tokens", "temperature", "prompt.boundaries"];

    [FsCheck.NUnit.Property]
    public void A_correction_never_makes_an_agent_freer(bool writes, int[] names, string[] values, int limit, string boundary)
    {
        var system = Team.Systems[writes ? 1 : 0] with { Honoured = [.. Parameters] };
        var before = system.Configuration;
        var proposed = (names ?? []).Zip((values ?? []).Append(limit.ToString(CultureInfo.InvariantCulture)).Append("true"), (x, y) => new AnsweredParameter(Parameters[(int)((uint)x % Parameters.Length)], y ?? ""));

        var outcome = CorrectionDecision.Decide(
            system, before, Given.Ruling(Given.Finding("kind", Verdict.Violated)), new CorrectionProposal(new CorrectionAnswer([.. proposed], boundary, ""), ""));

        if (outcome.System?.Configuration is not { } after)
        {
            Assert.That(outcome.Reason, Is.Not.Empty);
            return;
        }

        Assert.That(
            after with { Parameters = before.Parameters, Prompt = before.Prompt, Version = before.Version },
            Is.EqualTo(before), "nothing else of it changes");
        Assert.That(after.Prompt?.Boundaries ?? "", Does.StartWith(before.Prompt?.Boundaries ?? ""));
        Assert.That(after.Parameters.Keys.Except(CorrectionProposal.Allowed), Is.Empty);
        Assert.That(int.Parse(after.Parameters.GetValueOrDefault("max_words", "100"), CultureInfo.InvariantCulture), Is.InRange(1, writes ? 1_000_000 : 100));
        Assert.That(after.Parameters.GetValueOrDefault("redact_personal_data", "true"), Is.EqualTo("true"));
    }

    [Test]
    public void What_a_check_remedies_and_what_a_model_proposes_are_set_together()
    {
        var system = Team.Systems[1] with { Honoured = ["max_words"] };
        var ruling = Given.Ruling(Given.Finding("brief", Verdict.Violated, new Remedy { Parameter = "max_words", Value = "5" }), Given.Finding("kind", Verdict.Violated));

        var outcome = CorrectionDecision.Decide(system, system.Configuration, ruling, new CorrectionProposal(new CorrectionAnswer([], "Say please.", ""), "It is rude."));

        Assert.That(outcome.Changes.Select(x => (x.Parameter, x.Value)), Is.EquivalentTo(new[] { ("max_words", "5"), ("prompt.boundaries", "Say please.") }));
        Assert.That((outcome.System!.Configuration.Prompt!.Boundaries, outcome.System.Corrected["prompt.boundaries"]), Is.EqualTo(("Be kind.\nSay please.", "Say please.")));
        Assert.That(outcome.System.Configuration.Parameters.Keys, Is.EqualTo(new[] { "max_words" }), "a boundary is no parameter");
    }

    [Test]
    public void Boundaries_of_several_corrections_add_up()
    {
        var system = Team.Systems[1];
        foreach (var boundary in (string[])["Say please.", "Say thanks."])
        {
            system = CorrectionDecision.Decide(
                system, system.Configuration, Given.Ruling(Given.Finding("kind", Verdict.Violated)), new CorrectionProposal(new CorrectionAnswer([], boundary, ""), "")).System!;
        }

        Assert.That(system.Configuration.Prompt!.Boundaries, Is.EqualTo("Be kind.\nSay please.\nSay thanks."));
    }

    [FsCheck.NUnit.Property]
    public void A_clarification_leaves_the_rule_as_people_wrote_it(string sentence, int check, bool names)
    {
        var policy = Team.Policies[0];
        var proposal = new ClarificationProposal(new ClarificationAnswer([new AnsweredClarification(policy.Definition.Number, sentence ?? "", names ? check % 4 : null)], ""), "");

        var outcome = ClarificationDecision.Decide(Team, Given.Ruling(Given.Finding(policy, Verdict.Vague)), proposal);

        if (outcome.Change is not { } change)
        {
            Assert.That((outcome.Policies, outcome.Open.Count), Is.EqualTo(((IReadOnlyList<Guid>?)null, 1)));
            return;
        }

        var (before, after) = (policy.Definition, change.Policies.Single().Definition);
        Assert.That(after.Rule, Is.EqualTo($"{before.Rule} {sentence!.Trim()}"));
        Assert.That(after.Readings.Single(), Is.SameAs(before.Readings[(check % 4) - 1]), "one of its own checks");
        Assert.That(after with { Rule = before.Rule, Readings = before.Readings, Version = before.Version }, Is.EqualTo(before));
        Assert.That(change.State.PolicySetVersion, Is.EqualTo(Team.PolicySetVersion + 1));
    }

    [Test]
    public void A_policy_that_is_not_in_force_is_not_reworded()
    {
        var state = Team with { Policies = [.. Team.Policies.Select(x => x with { InForce = false })] };
        var proposal = new ClarificationProposal(new ClarificationAnswer([new AnsweredClarification(2, "All is kind.", null)], ""), "");

        var outcome = ClarificationDecision.Decide(state, Given.Ruling(Given.Finding(state.Policies[1], Verdict.Vague)), proposal);

        Assert.That((outcome.Change, outcome.Open.Count), Is.EqualTo(((VsmChange?)null, 0)));
    }

    [Test]
    public void One_that_a_newer_version_settles_is_judged_by_that_only_where_models_help()
    {
        var ruling = Given.Ruling(Given.Finding(Team.Policies[1], Verdict.Vague, version: 0));

        Assert.That(ClarificationDecision.Decide(Team, ruling, ClarificationProposal.None).Policies, Has.Count.EqualTo(1));
        Assert.That(ClarificationDecision.Decide(Team, ruling).Policies, Is.Null);
    }

    [FsCheck.NUnit.Property]
    public void A_draft_can_do_what_is_required_and_may_do_nothing(string name, string description, string identity, string[] capabilities, bool plain, bool required)
    {
        var draft = new AnsweredDraft(
            plain ? "poet" : name ?? "", plain ? "Writes." : description ?? "", [.. (capabilities ?? []).Select(x => x ?? "")], identity ?? "", null, null);
        var gap = Gap(required ? ["poems"] : []);

        var outcome = GapDecision.Decide(Team, gap, Given.Defaults, Guid.NewGuid, Activating(new CreationAnswer(null, [], draft, "")));

        if (outcome.Change is not { } change)
        {
            Assert.That((outcome.IsOpen, outcome.AgentId), Is.EqualTo((true, (Guid?)null)));
            return;
        }

        var made = change.Systems.Single().Configuration;
        Assert.That((made.Kind, made.Model, made.CostTotal, made.MaxConcurrentTasks), Is.EqualTo(("llm", "test/poet", (decimal?)0.5m, 1)));
        Assert.That((made.Permissions.Count, made.Tools, made.Steps.Count, made.Parameters.Count), Is.EqualTo((0, (ToolSettings?)null, 0, 0)));
        Assert.That(made.Capabilities.Select(x => x.Name), Is.Not.Empty.And.SubsetOf(required ? ["poems"] : capabilities!));
        Assert.That(SystemPrompt.TooLong(made), Is.Null);
        Assert.That(change.Policies, Has.All.Property(nameof(PolicyState.InForce)).True);
    }

    [TestCase("reader", "the name 'reader' is taken")]
    [TestCase("s7", "has a name that reads as a number")]
    [TestCase("The Poet", "its name is not of lower-case letters")]
    public void A_draft_that_no_organisation_file_could_hold_is_not_taken(string name, string because)
    {
        var outcome = GapDecision.Decide(
            Team, Gap("poems"), Given.Defaults, Guid.NewGuid, Activating(new CreationAnswer(null, [], new AnsweredDraft(name, "Writes.", [], "You are a poet.", null, null), "")));

        Assert.That(outcome.Change, Is.Null);
        Assert.That(outcome.Reason, Does.Contain("What the model drafted is not taken: ").And.Contain(because));
    }

    [TestCase("flyer", "The model named a template that there is not.")]
    [TestCase("counter", "The model named the template 'counter', which does not have all that is required.")]
    public void A_template_that_does_not_fit_is_not_taken(string template, string because)
    {
        var state = Team with { Templates = [Given.System("counter", "count")] };

        var outcome = GapDecision.Decide(
            state, Gap("poems", "count"), Given.Defaults, Guid.NewGuid, Activating(new CreationAnswer(template, [new AnsweredReading("poems", "flying"), new AnsweredReading("count", "count")], null, "")));

        Assert.That((outcome.Change, outcome.Reason.EndsWith(because, StringComparison.Ordinal)), Is.EqualTo(((VsmChange?)null, true)), outcome.Reason);
    }

    private static CreationProposal Activating(CreationAnswer answer) => new(answer, "Because.") { Drafts = DraftUse.Activate, Model = "test/poet", CostTotal = 0.5m };

    private static PolicyCheck Check(string name) => new() { Check = name, Parameters = new Dictionary<string, string> { ["max"] = "3" } };

    private static CapabilityGapMessage Gap(params string[] required) => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, ReportedBy = GapReporter.Control, Reason = "Nobody matches.", Content = "Do it.", RequiredCapabilities = required,
        MissingCapabilities = required,
    };
}
