using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Clarification;
using Vsm.S5.Policy.State;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_policy_is_vague
{
    private static readonly VsmState State = Given.Applied(Given.Request(Given.System("reader")) with
    {
        Policies =
        [
            Given.Policy("brief") with { WhenVague = ReadingRule.Strict },
            Given.Policy("polite") with { WhenVague = ReadingRule.Lenient },
            Given.Policy("wise"),
        ],
    });

    [TestCase(0, ReadingRule.Strict, "Keep brief. Where its readings differ, it is violated as soon as one of them is.")]
    [TestCase(1, ReadingRule.Lenient, "Keep polite. Where its readings differ, it is violated only if all of them are.")]
    public void A_new_version_says_how_it_is_read(int index, ReadingRule rule, string text)
    {
        var policy = State.Policies[index];

        var outcome = ClarificationDecision.Decide(State, Given.Ruling(Given.Finding(policy, Verdict.Vague)));

        var after = outcome.Change!.State.Policies[index].Definition;
        Assert.That((after.Version, after.ReadingRule, after.Rule), Is.EqualTo((2, rule, text)));
        Assert.That((after.PolicyId, after.Number), Is.EqualTo((policy.Definition.PolicyId, policy.Definition.Number)));
        Assert.That(outcome.Change.State.PolicySetVersion, Is.EqualTo(2));
        Assert.That(outcome.Policies, Is.EqualTo(new[] { policy.Definition.PolicyId }));
    }

    [Test]
    public void One_that_does_not_say_how_it_is_settled_goes_to_people_with_its_questions()
    {
        var outcome = ClarificationDecision.Decide(
            State, Given.Ruling(Given.Finding(State.Policies[0], Verdict.Vague), Given.Finding(State.Policies[2], Verdict.Vague)));

        Assert.That((outcome.Change, outcome.Policies), Is.EqualTo(((VsmChange?)null, (IReadOnlyList<Guid>?)null)));
        Assert.That(outcome.Reason, Is.EqualTo("Policy 'wise' (p3) is vague and does not say how it is settled. To be settled: Does a heading count?"));
    }

    [Test]
    public void One_that_another_task_had_clarified_is_judged_by_its_newest_version()
    {
        var first = ClarificationDecision.Decide(State, Given.Ruling(Given.Finding(State.Policies[0], Verdict.Vague))).Change!.State;

        var second = ClarificationDecision.Decide(first, Given.Ruling(Given.Finding(State.Policies[0], Verdict.Vague, version: 1)));

        Assert.That(second.Change, Is.Null);
        Assert.That(second.Policies, Is.EqualTo(new[] { State.Policies[0].Definition.PolicyId }));
    }

    [Test]
    public void One_that_is_vague_again_after_its_clarification_goes_to_people()
    {
        var first = ClarificationDecision.Decide(State, Given.Ruling(Given.Finding(State.Policies[0], Verdict.Vague))).Change!.State;

        var second = ClarificationDecision.Decide(first, Given.Ruling(Given.Finding(first.Policies[0], Verdict.Vague)));

        Assert.That(second.Policies, Is.Null);
        Assert.That(second.Reason, Does.Contain("although it was clarified before"));
    }

    [Test]
    public void One_that_is_out_of_force_goes_to_people()
    {
        var state = State with { Policies = [State.Policies[0] with { InForce = false }] };

        Assert.That(ClarificationDecision.Decide(state, Given.Ruling(Given.Finding(State.Policies[0], Verdict.Vague))).Reason,
            Does.Contain("no longer in force"));
    }

    [Test]
    public void A_ruling_without_vague_policy_changes_nothing() =>
        Assert.That(ClarificationDecision.Decide(State, Given.Ruling(Given.Finding(State.Policies[0], Verdict.NotViolated))).Policies, Is.Null);
}
