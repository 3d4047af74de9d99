using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_an_organisation_is_applied
{
    [Test]
    public void Its_systems_get_numbers_ids_and_a_first_version()
    {
        var state = Given.Applied(Given.Request(Given.System("reader"), Given.System("writer")));

        Assert.That(state.Systems.Select(x => (x.Name, x.Configuration.Number, x.Configuration.Version)),
            Is.EqualTo(new[] { ("reader", 1, 1), ("writer", 2, 1) }));
        Assert.That(state.Systems.Select(x => x.AgentId), Is.Unique.And.None.EqualTo(Guid.Empty));
        Assert.That((state.Version, state.PolicySetVersion, state.Purpose), Is.EqualTo((1, 1, "Review incidents.")));
    }

    [Test]
    public void What_a_system_leaves_out_comes_from_the_settings()
    {
        var configuration = Given.Applied(Given.Request(Given.System("reader"))).Systems[0].Configuration;

        Assert.That((configuration.MaxConcurrentTasks, configuration.TaskTimeoutMs), Is.EqualTo((10, 300_000L)));
    }

    [Test]
    public void A_set_without_any_policy_is_still_a_first_version()
    {
        var outcome = Given.Decide(Given.Request());

        Assert.That(outcome.Change!.PolicySetChanged);
        Assert.That(outcome.Change.State.PolicySet.Version, Is.EqualTo(1));
        Assert.That(outcome.Change.State.PolicySet.Policies, Is.Empty);
    }

    [Test]
    public void What_a_later_request_does_not_name_stays()
    {
        var first = Given.Applied(Given.Request(Given.System("reader")) with
        {
            Policies = [Given.Policy("brief")],
            DefaultPolicies = [Given.Policy("polite")],
            Templates = [Given.System("counter", "count")],
        });

        var second = Given.Applied(Given.Request(Given.System("writer")) with { Purpose = "Write." }, first);

        Assert.That(second.Systems.Select(x => x.Name), Is.EqualTo(new[] { "reader", "writer" }));
        Assert.That(second.PolicySet.Policies.Select(x => x.Name), Is.EqualTo(new[] { "brief" }));
        Assert.That(second.DefaultPolicies.Single().Name, Is.EqualTo("polite"));
        Assert.That(second.Templates.Single().Name, Is.EqualTo("counter"));
        Assert.That((second.Version, second.PolicySetVersion, second.Purpose), Is.EqualTo((2, 1, "Write.")));
    }

    [Test]
    public void A_changed_system_keeps_its_identity_and_gets_a_new_version()
    {
        var first = Given.Applied(Given.Request(Given.System("reader", "read")));

        var outcome = Given.Decide(Given.Request(Given.System("reader", "read", "count")), first);

        var (before, after) = (first.Systems[0].Configuration, outcome.Change!.Systems.Single().Configuration);
        Assert.That((after.AgentId, after.Number, after.Version), Is.EqualTo((before.AgentId, before.Number, 2)));
        Assert.That(after.Capabilities.Select(x => x.Name), Is.EqualTo(new[] { "read", "count" }));
        Assert.That(outcome.Change.PolicySetChanged, Is.False);
    }

    [Test]
    public void What_corrections_wrote_survives_unless_the_request_names_it()
    {
        var first = Given.Applied(Given.Request(Given.System("reader")));
        var corrected = new Dictionary<string, string> { ["max_sentences"] = "3", ["max_words"] = "50" };
        var system = first.Systems[0] with
        {
            Corrected = corrected,
            Configuration = first.Systems[0].Configuration with { Parameters = corrected, Version = 2 },
        };
        var request = Given.Request(Given.System("reader") with { Parameters = new Dictionary<string, string> { ["max_words"] = "80", ["language"] = "en" } });

        var after = Given.Applied(request, first with { Systems = [system] }).Systems[0];

        Assert.That(after.Configuration.Version, Is.EqualTo(3));
        Assert.That(after.Configuration.Parameters, Is.EquivalentTo(
            new Dictionary<string, string> { ["max_words"] = "80", ["language"] = "en", ["max_sentences"] = "3" }));
        Assert.That(after.Corrected.Keys, Is.EqualTo(new[] { "max_sentences" }));
    }

    [Test]
    public void A_changed_policy_gets_a_new_version_under_its_number()
    {
        var first = Given.Applied(Given.Request(Given.System("reader")) with { Policies = [Given.Policy("brief")] });

        var second = Given.Applied(Given.Request() with { Policies = [Given.Policy("brief") with { Rule = "Be shorter." }] }, first);

        var (before, after) = (first.PolicySet.Policies.Single(), second.PolicySet.Policies.Single());
        Assert.That((after.PolicyId, after.Number, after.Version, after.Rule), Is.EqualTo((before.PolicyId, before.Number, 2, "Be shorter.")));
        Assert.That(second.PolicySetVersion, Is.EqualTo(2));
    }

    [Test]
    public void A_clarified_policy_stays_clarified_until_its_law_changes()
    {
        var request = Given.Request(Given.System("reader")) with { Policies = [Given.Policy("brief") with { WhenVague = ReadingRule.Strict }] };
        var first = Given.Applied(request);
        var clarified = first with
        {
            Policies = [first.Policies[0] with { Definition = first.Policies[0].Definition with { ReadingRule = ReadingRule.Strict, Version = 2 } }],
        };

        Assert.That(Given.Decide(request, clarified).Unchanged);
        var changed = Given.Applied(Given.Request() with { Policies = [Given.Policy("brief")] }, clarified).PolicySet.Policies.Single();
        Assert.That((changed.ReadingRule, changed.Version), Is.EqualTo((ReadingRule.MustAgree, 3)));
    }
}
