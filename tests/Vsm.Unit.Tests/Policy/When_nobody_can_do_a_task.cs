using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Creation;
using Vsm.S5.Policy.State;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_nobody_can_do_a_task
{
    private static VsmState State(params SystemSpecification[] templates) =>
        Given.Applied(Given.Request(Given.System("reader", "read")) with { Templates = templates, Policies = [Given.Policy("brief", "reader")] });

    [Test]
    public void The_template_with_the_fewest_other_capabilities_is_chosen_then_the_first_by_name()
    {
        var state = State(Given.System("zebra", "count"), Given.System("ant", "count", "sort"), Given.System("bee", "count"), Given.System("ape", "sort"));

        var outcome = Decide(state, "count");

        Assert.That(outcome.Template, Is.EqualTo("bee"));
        var system = Given.Number(outcome.Change!).Systems[1];
        Assert.That((system.Name, system.Configuration.Number, system.Configuration.Version, system.AgentId), Is.EqualTo(("bee", 2, 1, outcome.AgentId)));
    }

    [Test]
    public void The_new_system_gets_the_default_policies()
    {
        var state = Given.Number(Decide(State(Given.System("bee", "count")), "count").Change!);

        Assert.That(state.PolicySetVersion, Is.EqualTo(2));
        Assert.That(state.PolicySet.Policies.Where(x => x.AgentId == state.Systems[1].AgentId).Select(x => x.Name), Is.EqualTo(new[] { "answers-the-task" }));
    }

    [Test]
    public void A_system_that_was_made_for_another_task_is_taken()
    {
        var state = Given.Number(Decide(State(Given.System("bee", "count")), "count").Change!);

        var outcome = Decide(state, "count");

        Assert.That((outcome.Change, outcome.AgentId), Is.EqualTo(((VsmChange?)null, (Guid?)state.Systems[1].AgentId)));
    }

    [Test]
    public void One_that_had_the_task_already_is_not_taken_again()
    {
        var state = Given.Number(Decide(State(Given.System("bee", "count")), "count").Change!);

        var outcome = GapDecision.Decide(state, Gap("count") with { AgentId = state.Systems[1].AgentId }, Given.Defaults, Guid.NewGuid);

        Assert.That(outcome.AgentId, Is.Null);
        Assert.That(outcome.Reason, Does.Contain("'bee' was made before, and could not do the task"));
    }

    [Test]
    public void One_whose_configuration_lost_the_capability_is_not_taken()
    {
        var state = State(Given.System("reader", "read", "count"));

        Assert.That(Decide(state, "count").Reason, Does.Contain("'reader' was made before, and a change of its configuration took count"));
    }

    [Test]
    public void Templates_that_do_not_fit_are_named_with_what_they_lack()
    {
        var state = State(Given.System("bee", "count"), Given.System("ant", "sort"));

        var outcome = GapDecision.Decide(state, Gap("count", "sort") with { MissingCapabilities = ["sort"] }, Given.Defaults, Guid.NewGuid);

        Assert.That(outcome.Reason, Is.EqualTo("No System 1 can do the task: sort is missing, and no template makes one that can. "
            + "Considered: 'ant' lacks count; 'bee' lacks sort."));
    }

    [Test]
    public void A_template_against_best_practice_is_passed_over()
    {
        var state = State(
            Given.System("a", "count") with { Description = null }, Given.System("b", "count") with { Steps = [] },
            Given.System("c", "count") with { Kind = "llm", Model = "openai/gpt-4o-mini", Steps = [] });
        state = state with { Templates = [.. state.Templates.Select(x => x with { Model = null })] }; // as one was stored before models were demanded

        Assert.That(Decide(state, "count").Reason, Does.Contain("'a' has no description; 'b' has no step; 'c' has no model"));
    }

    [Test]
    public void A_task_that_requires_nothing_chooses_no_template() =>
        Assert.That(Decide(State(Given.System("bee", "count"))).Reason, Does.StartWith("The task requires no capability by name"));

    [Test]
    public void Without_templates_that_is_said() =>
        Assert.That(Decide(State(), "count").Reason, Does.EndWith("There are no templates."));

    private static GapOutcome Decide(VsmState state, params string[] required) => GapDecision.Decide(state, Gap(required), Given.Defaults, Guid.NewGuid);

    private static CapabilityGapMessage Gap(params string[] required) => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, ReportedBy = GapReporter.Control, Reason = "Nobody matches.", Content = "Count.",
        RequiredCapabilities = required,
    };
}
