using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_policies_are_derived
{
    [Test]
    public void One_that_names_systems_is_a_policy_of_each_under_its_own_number()
    {
        var state = Given.Applied(Given.Request(Given.System("a"), Given.System("b"), Given.System("c")) with
        {
            Policies = [Given.Policy("brief", "a", "b"), Given.Policy("polite", "c")],
        });

        var brief = state.PolicySet.Policies.Where(x => x.Name == "brief").ToList();
        Assert.That(brief.Select(x => x.AgentId), Is.EquivalentTo(new Guid?[] { state.Systems[0].AgentId, state.Systems[1].AgentId }));
        Assert.That(brief.Select(x => x.Scope), Is.All.EqualTo(PolicyScope.System));
        Assert.That(brief.Select(x => x.Number), Is.Unique);
        Assert.That(brief.Select(x => x.PolicyId), Is.Unique);
    }

    [Test]
    public void A_system_that_nothing_applies_to_gets_the_default_set_of_the_organisation()
    {
        var state = Given.Applied(Given.Request(Given.System("a"), Given.System("b")) with
        {
            Policies = [Given.Policy("brief", "a")], DefaultPolicies = [Given.Policy("polite")],
        });

        Assert.That(Names(state.PolicySet, state.Systems[0].AgentId), Is.EqualTo(new[] { "brief" }));
        Assert.That(Names(state.PolicySet, state.Systems[1].AgentId), Is.EqualTo(new[] { "polite" }));
    }

    [Test]
    public void Without_a_default_set_the_result_must_not_be_empty()
    {
        var policy = Given.Applied(Given.Request(Given.System("a"))).PolicySet.Policies.Single();

        Assert.That((policy.Name, policy.Rule, policy.Scope), Is.EqualTo(("answers-the-task", "The result is not empty.", PolicyScope.System)));
        Assert.That(policy.Readings.Single().Check, Is.EqualTo("min_words"));
        Assert.That(policy.Readings.Single().Parameters["min"], Is.EqualTo("1"));
    }

    [Test]
    public void The_default_set_goes_when_a_team_policy_comes_and_returns_with_its_number()
    {
        var first = Given.Applied(Given.Request(Given.System("a")));
        var second = Given.Applied(Given.Request() with { Policies = [Given.Policy("brief")] }, first);
        var third = Given.Applied(Given.Request(Given.System("b")) with { Policies = [Given.Policy("brief", "b")] }, second);

        Assert.That(second.PolicySet.Policies.Select(x => x.Name), Is.EqualTo(new[] { "brief" }));
        Assert.That(second.Policies.Single(x => !x.InForce).Definition.Version, Is.EqualTo(2));
        var back = third.PolicySet.Policies.Single(x => x.Name == "answers-the-task");
        Assert.That((back.Number, back.Version), Is.EqualTo((first.PolicySet.Policies[0].Number, 3)));
        Assert.That(third.PolicySet.Policies.Single(x => x.Name == "brief").AgentId, Is.EqualTo(third.Systems[1].AgentId));
    }

    [Test]
    public void One_for_a_template_waits_until_there_is_a_system_of_that_name()
    {
        var first = Given.Applied(Given.Request(Given.System("a")) with
        {
            Templates = [Given.System("counter", "count")], Policies = [Given.Policy("exact", "counter"), Given.Policy("brief", "a")],
        });

        var second = Given.Applied(Given.Request(Given.System("counter", "count")), first);

        Assert.That(first.PolicySet.Policies.Select(x => x.Name), Is.EqualTo(new[] { "brief" }));
        Assert.That(Names(second.PolicySet, second.Systems[1].AgentId), Is.EqualTo(new[] { "exact" }));
    }

    [Test]
    public void Narrowing_a_policy_leaves_its_law_in_its_version()
    {
        var first = Given.Applied(Given.Request(Given.System("a"), Given.System("b")) with { Policies = [Given.Policy("brief", "a", "b")] });

        var second = Given.Applied(Given.Request() with { Policies = [Given.Policy("brief", "a")] }, first);

        Assert.That(Names(second.PolicySet, second.Systems[0].AgentId), Is.EqualTo(new[] { "brief" }));
        Assert.That(Names(second.PolicySet, second.Systems[1].AgentId), Is.EqualTo(new[] { "answers-the-task" }));
        Assert.That(second.PolicySet.Policies.Single(x => x.Name == "brief").Version, Is.EqualTo(1));
    }

    private static IEnumerable<string> Names(PolicySet set, Guid agentId) => set.Policies.Where(x => x.AgentId == agentId).Select(x => x.Name);
}
