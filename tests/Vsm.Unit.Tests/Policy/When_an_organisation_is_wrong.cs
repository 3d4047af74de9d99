using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Organisations;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_an_organisation_is_wrong
{
    private static readonly ApplyOrganisation Right = Given.Request(Given.System("reader", "read"));

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case(Right with { Name = " " }, "The organisation has no name");
        yield return Case(Right with { Purpose = "" }, "has no purpose");
        yield return Case(Right with { Systems = [Given.System("a"), Given.System("a")] }, "'a' is there 2 times among the systems");
        yield return Case(Right with { Templates = [Given.System("a"), Given.System("a")] }, "'a' is there 2 times among the templates");
        yield return Case(Right with { Policies = [Given.Policy("p"), Given.Policy("p")] }, "'p' is there 2 times among the policies");
        yield return Case(Right with { DefaultPolicies = [Given.Policy("p"), Given.Policy("p")] }, "'p' is there 2 times among the default policies");
        yield return Case(Right with { Policies = [Given.Policy("p", "raeder")] }, "Policy 'p' applies to 'raeder', which is neither a system nor a template. There are reader.");
        yield return Case(Right with { DefaultPolicies = [Given.Policy("p", "reader")] }, "Default policy 'p' names whom it applies to");
        yield return Case(Right with { Policies = [Given.Policy("p") with { Rule = "" }] }, "Policy 'p' has no rule");
        yield return Case(Right with { Policies = [Given.Policy("p") with { WhenVague = ReadingRule.MustAgree }] }, "strict or lenient");
        yield return Case(Right with { Policies = [Given.Policy("p") with { Readings = [new PolicyCheck { Check = "" }] }] }, "a check without a name");
        yield return Case(Right with { Systems = [Given.System("sys7")] }, "reads as a number");
        yield return Case(Right with { Systems = [Given.System("a\nb")] }, "control characters");
        yield return Case(Right with { Systems = [Given.System(" a")] }, "begins or ends with a space");
        yield return Case(Right with { Systems = [Given.System(new string('a', 101))] }, "at most 100");
        yield return Case(Right with { Systems = [Given.System("a") with { Kind = "magic" }] }, "of kind 'magic'");
        yield return Case(Right with { Systems = [Given.System("a") with { MaxConcurrentTasks = 0 }] }, "0 tasks at once");
        yield return Case(Right with { Systems = [Given.System("a") with { TaskTimeoutMs = 0 }] }, "time limit of 0 ms");
        yield return Case(Right with { Systems = [Given.System("a") with { CostPerTask = -1 }] }, "cannot be negative");
        yield return Case(Right with { Systems = [Given.System("a", "")] }, "a capability without a name");
        yield return Case(Right with { Systems = [Given.System("a", "x", "x")] }, "capabilities of system 'a'");
        yield return Case(Right with { Limits = new TaskLimits { Corrections = -1 } }, "limit of corrections");
        yield return Case(Right with { Limits = new TaskLimits { Clarifications = 101 } }, "limit of clarifications");
        yield return Case(Right with { Limits = new TaskLimits { CostPerTask = -0.1m } }, "cost per task");
        yield return Case(Right with { Limits = new TaskLimits { PersonTimeoutMs = 0 } }, "for a person");
        yield return Case(Right with { Policies = [Given.Policy("p") with { Rule = new string('x', 200_000) }] }, "at most 163840 can be in force");
        yield return Case(Right with { Systems = [Given.System("a") with { Description = new string('x', 200_000) }] }, "at most 163840 are allowed");
    }

    [TestCaseSource(nameof(Wrong))]
    public void It_is_refused_with_what_is_wrong_and_where(ApplyOrganisation request, string expected)
    {
        var outcome = Given.Decide(request);

        Assert.That(outcome.Refusal, Does.Contain(expected));
        Assert.That(outcome.Change, Is.Null);
    }

    [Test]
    public void A_policy_for_a_template_or_for_a_system_of_before_is_right()
    {
        var before = Given.Applied(Right);
        var request = Given.Request() with { Templates = [Given.System("counter", "count")], Policies = [Given.Policy("p", "counter", "reader")] };

        Assert.That(Given.Decide(request, before).Refusal, Is.Null);
    }

    [TestCase("root", true)]
    [TestCase("team-7", true)]
    [TestCase("", false)]
    [TestCase("Root", false)]
    [TestCase("-a", false)]
    [TestCase("a.b", false)]
    [TestCase("a\n", false)]
    [TestCase("a2345678901234567890123456789012345678901", false)]
    public void The_name_of_a_VSM_instance_is_fit_for_queues(string vsm, bool right) =>
        Assert.That(OrganisationRules.WrongVsm(vsm) is null, Is.EqualTo(right));

    private static TestCaseData Case(ApplyOrganisation request, string expected) => new TestCaseData(request, expected).SetArgDisplayNames(expected);
}
