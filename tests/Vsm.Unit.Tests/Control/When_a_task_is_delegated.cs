using FsCheck;
using FsCheck.Fluent;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Delegation;

namespace Vsm.Unit.Tests.Control;

public sealed class When_a_task_is_delegated
{
    private static readonly CapabilityRouter Router = new(new RoutingWeights());

    [Test]
    public void The_agent_that_has_everything_gets_it() =>
        Assert.That(To(Given.Needs("A", "b"), Given.Candidate(1, "a"), Given.Candidate(2, "a b", load: 0.9), Given.Candidate(3, "b")), Is.EqualTo(2));

    [Test]
    public void A_busy_agent_takes_tasks_too() =>
        Assert.That(To(Given.Needs("a"), Given.Candidate(1, "a", status: AgentStatus.Busy)), Is.EqualTo(1));

    [TestCase(AgentStatus.Draining)]
    [TestCase(AgentStatus.Offline)]
    [TestCase(AgentStatus.Error)]
    [TestCase(AgentStatus.Registering)]
    public void Whoever_takes_no_tasks_is_waited_for(AgentStatus status) => Assert.That(
        Decide(Given.Needs("a"), Given.Candidate(1, "a", status: status), Given.Candidate(2, "b")),
        Is.EqualTo(new RoutingDecision.NoneReady("System 1 1 (agent-1) could do it but take no tasks now.")));

    [Test]
    public void Without_any_agent_there_is_a_gap()
    {
        var gap = (RoutingDecision.Gap)Decide(Given.Needs("a", "b"));

        Assert.That((gap.Reason, gap.Considered.Count), Is.EqualTo(("ErrNoCapableAgent: there is no System 1.", 0)));
        Assert.That(gap.Missing, Is.EqualTo(["a", "b"]));
    }

    [Test]
    public void A_gap_says_what_nobody_has_and_what_stands_against_each()
    {
        var needs = Given.Needs("a", "b", "c") with { Refusals = new Dictionary<Guid, string> { [Given.Id(2)] = "The file is not mine." } };

        var gap = (RoutingDecision.Gap)Decide(needs, Given.Candidate(1, "a"), Given.Candidate(2, "a b c"), Given.Candidate(3, "b"));

        Assert.That(gap.Missing, Is.Empty);
        Assert.That(gap.Considered, Is.EqualTo(
            ["System 1 1 (agent-1): lacks b, c", "System 1 2 (agent-2): The file is not mine.", "System 1 3 (agent-3): lacks a, c"]));
    }

    [Test]
    public void Fifty_agents_are_named_at_most() =>
        Assert.That(((RoutingDecision.Gap)Decide(Given.Needs("a"), [.. Enumerable.Range(1, 60).Select(x => Given.Candidate(x))])).Considered, Has.Count.EqualTo(50));

    [Test]
    public void An_agent_that_was_made_for_it_and_is_not_there_yet_is_waited_for() => Assert.That(
        Decide(Given.Needs("a") with { Expected = Given.Id(7) }, Given.Candidate(1, "b")),
        Is.EqualTo(new RoutingDecision.NoneReady("The System 1 that was made for it is getting ready.")));

    [Test]
    public void An_agent_that_was_made_for_it_and_cannot_do_it_leaves_the_gap() =>
        Assert.That(Decide(Given.Needs("a") with { Expected = Given.Id(7) }, Given.Candidate(7, "b")), Is.InstanceOf<RoutingDecision.Gap>());

    [Test]
    public void An_agent_that_was_made_or_corrected_for_it_comes_first() =>
        Assert.That(To(Given.Needs("a") with { Expected = Given.Id(2) }, Given.Candidate(1, "a"), Given.Candidate(2, "a", success: 0, load: 1)), Is.EqualTo(2));

    [Test]
    public void A_router_that_takes_nobody_leaves_it_waiting() => Assert.That(
        Delegator.Decide(Given.Needs(), new AgentIndex([Given.Candidate(1)]), new NoRouter()),
        Is.EqualTo(new RoutingDecision.NoneReady("ErrRoutingFailed: the router took none of System 1 1 (agent-1).")));

    [TestCase("2")]
    [TestCase("s2")]
    [TestCase("SYS2")]
    [TestCase("Agent-2")]
    [TestCase("00000002-0000-0000-0000-000000000001")]
    public void An_assignee_is_meant_by_number_name_or_id(string assignee) =>
        Assert.That(To(Given.Needs("a") with { Assignee = assignee }, Given.Candidate(1, "a"), Given.Candidate(2), Given.Candidate(12, "a")), Is.EqualTo(2));

    [Test]
    public void A_name_goes_before_a_number()
    {
        var named = Given.Candidate(5);
        named = named with { Agent = named.Agent with { Name = "sys3" } };

        Assert.That(To(Given.Needs() with { Assignee = "sys3" }, Given.Candidate(3), named), Is.EqualTo(5));
    }

    [Test]
    public void An_assignee_that_is_not_there_makes_it_impossible() => Assert.That(
        Decide(Given.Needs() with { Assignee = "bob" }, Given.Candidate(1)),
        Is.EqualTo(new RoutingDecision.Impossible("The task is for bob and no other, and there is no such System 1.")));

    [Test]
    public void An_assignee_that_refused_makes_it_impossible() => Assert.That(
        Decide(Given.Needs() with { Assignee = "1", Refusals = new Dictionary<Guid, string> { [Given.Id(1)] = "Not mine." } }, Given.Candidate(1), Given.Candidate(2)),
        Is.EqualTo(new RoutingDecision.Impossible("The task is for System 1 1 (agent-1) and no other, which cannot do it: Not mine.")));

    [Test]
    public void An_assignee_that_takes_no_tasks_is_waited_for() => Assert.That(
        Decide(Given.Needs() with { Assignee = "1" }, Given.Candidate(1, status: AgentStatus.Offline), Given.Candidate(2)),
        Is.EqualTo(new RoutingDecision.NoneReady("The task is for System 1 1 (agent-1) and no other, which is offline.")));

    [Test]
    public void Who_costs_more_than_is_left_does_not_get_it() =>
        Assert.That(To(Given.Needs() with { Left = 0.5m }, Given.Candidate(1, cost: 0.6m), Given.Candidate(2, cost: 0.5m, load: 1, success: 0)), Is.EqualTo(2));

    [TestCase(null)]
    [TestCase("2")]
    public void When_all_cost_more_the_cheapest_is_named(string? assignee) => Assert.That(
        Decide(Given.Needs() with { Left = 0.1m, Assignee = assignee }, Given.Candidate(1, cost: 0.6m), Given.Candidate(2, cost: 0.5m)),
        Is.EqualTo(new RoutingDecision.OverBudget("System 1 2 (agent-2) costs about 0.5 USD.")));

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Nobody_gets_what_he_cannot_may_not_or_does_not_take() => Prop.ForAll(Situations, x =>
        Decide(x.Task, x.Agents) is not RoutingDecision.Assigned { To: var to }
        || (to.TakesTasks
            && !x.Task.Refusals.ContainsKey(to.Agent.AgentId)
            && to.Agent.CostPerTask <= x.Task.Left
            && x.Task.RequiredCapabilities.All(y => CapabilityRouter.Has(to, y))
            && x.Agents.Contains(to)));

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Whoever_can_get_it_gets_it() => Prop.ForAll(Situations, x =>
        Decide(x.Task, x.Agents) is RoutingDecision.Assigned
        == x.Agents.Any(y => y.TakesTasks && !x.Task.Refusals.ContainsKey(y.Agent.AgentId) && y.Agent.CostPerTask <= x.Task.Left
            && x.Task.RequiredCapabilities.All(z => CapabilityRouter.Has(y, z))));

    [FsCheck.NUnit.Property]
    public Property The_same_situation_leads_to_the_same_decision_in_whatever_order() => Prop.ForAll(Situations, x =>
        (Decide(x.Task, x.Agents), Decide(x.Task, [.. x.Agents.Reverse()])) switch
        {
            (RoutingDecision.Assigned one, RoutingDecision.Assigned other) => one.To == other.To,
            var (one, other) => one.GetType() == other.GetType(),
        });

    private static Arbitrary<(TaskNeeds Task, Candidate[] Agents)> Situations { get; } = Arb.From(
        from agents in Gen.Choose(0, 6).SelectMany(x => Gen.CollectToArray(Enumerable.Range(1, x).ToArray(), Agents))
        from required in Gen.SubListOf("a", "b", "c")
        from refused in Gen.SubListOf(1, 2, 3, 4, 5, 6)
        from left in Gen.Elements(0m, 1m, 2m, 3m)
        select (Given.Needs([.. required]) with { Left = left, Refusals = refused.Take(2).ToDictionary(Given.Id, _ => "no") }, agents));

    private static Gen<Candidate> Agents(int number) =>
        from has in Gen.SubListOf("a", "b", "c")
        from status in Gen.Elements(Enum.GetValues<AgentStatus>())
        from success in Gen.Elements(0, 0.5, 1)
        from load in Gen.Elements(0, 0.5, 1)
        from cost in Gen.Elements(0m, 1m, 2m)
        select Given.Candidate(number, string.Join(' ', has), success, load, cost, status);

    private static RoutingDecision Decide(TaskNeeds task, params Candidate[] agents) => Delegator.Decide(task, new AgentIndex(agents), Router);

    private static int? To(TaskNeeds task, params Candidate[] agents) => (Decide(task, agents) as RoutingDecision.Assigned)?.To.Agent.Number;

    private sealed class NoRouter : ITaskRouter
    {
        public Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates) => null;
    }
}
