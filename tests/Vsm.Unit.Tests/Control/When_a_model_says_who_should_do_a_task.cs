using Vsm.Contracts.Control;
using Vsm.S3.Control.Delegation;

namespace Vsm.Unit.Tests.Control;

public sealed class When_a_model_says_who_should_do_a_task
{
    private static readonly ITaskRouter Router = new CapabilityRouter(new RoutingWeights());

    private static readonly AgentIndex Team = new(
    [
        Given.Candidate(1, "sums texts"), Given.Candidate(2, "sums"), Given.Candidate(3, "texts"), Given.Candidate(4, "sums", status: AgentStatus.Offline), Given.Candidate(5, "sums"),
    ]);

    private static readonly TaskNeeds Sums = Given.Needs("sums") with { Refusals = new Dictionary<Guid, string> { [Given.Id(5)] = "I cannot add." } };

    [Test]
    public void One_that_can_do_it_is_taken()
    {
        var outcome = Decide(Sums, Answer(2, "Knows it."));

        Assert.That((outcome.To!.Agent.Number, outcome.Reason), Is.EqualTo((2, "The model chose System 1 2 (agent-2): Knows it.")));
    }

    [TestCase(9, "which there is not.")]
    [TestCase(3, "which was not to choose from.")]
    [TestCase(4, "which is offline.")]
    [TestCase(5, "which could not do it.")]
    public void One_that_cannot_do_it_is_not(int number, string because)
    {
        var outcome = Decide(Sums, Answer(number, "Trust me."));

        Assert.That((outcome.To, outcome.Reason), Is.EqualTo(((Candidate?)null, $"The model named System 1 {number}, {because}")));
    }

    [Test]
    public void Of_those_that_tie_only_one_of_them_is_taken()
    {
        var tied = new[] { Team[0], Team[1] };

        Assert.That(DelegationDecision.Decide(Given.Needs(), Team, tied, Answer(3, "Me.")).To, Is.Null);
        Assert.That(DelegationDecision.Decide(Given.Needs(), Team, tied, Answer(2, "Me.")).To!.Agent.Number, Is.EqualTo(2));
    }

    [Test]
    public void A_name_that_nobody_knows_is_read_as_one_that_somebody_has()
    {
        var outcome = Decide(Given.Needs("adding", "texts"), Answer(1, "Adds.", ("adding", "SUMS"), ("texts", "sums"), ("adding", "texts")));

        Assert.That(outcome.ReadAs, Is.EqualTo(new Dictionary<string, string> { ["adding"] = "sums" }));
        Assert.That(outcome.To!.Agent.Number, Is.EqualTo(1));
    }

    [Test]
    public void What_it_gives_as_a_reason_is_one_line_that_shows_all_there_is_in_it()
    {
        var reason = Decide(Sums, Answer(null, $"Line.\nAnother \u202E{new string('x', 500)}")).Reason;

        Assert.That(reason, Does.StartWith("The model chose none: Line. Another ⟦U+202E⟧xxx").And.EndWith("…"));
        Assert.That(reason, Has.Length.LessThan(400).And.Not.Contain('\n'));
    }

    [FsCheck.NUnit.Property]
    public void Nobody_gets_it_who_cannot_do_it(string[] required, string[] known, int number, bool names, byte needs)
    {
        var wanted = new[] { "sums", "texts", "adding", "painting" }.Where((_, at) => (needs & (1 << at)) != 0).ToArray();
        var task = Sums with { RequiredCapabilities = wanted };
        var readings = (required ?? []).Concat(wanted).Zip((known ?? []).Concat(["sums", "texts", "sums", "flying"]), (x, y) => (x ?? "", y ?? "")).ToArray();

        var outcome = Decide(task, Answer(names ? number % 7 : null, "Because.", readings));

        Assert.That(outcome.ReadAs.Keys, Is.All.Matches<string>(x => wanted.Contains(x) && !Team.Has(x)));
        Assert.That(outcome.ReadAs.Values, Is.All.Matches<string>(Team.Has));
        if (outcome.To is { } to)
        {
            Assert.That(to.TakesTasks && !task.Refusals.ContainsKey(to.Agent.AgentId));
            Assert.That(DelegationDecision.Read(wanted, outcome.ReadAs), Is.All.Matches<string>(x => CapabilityRouter.Has(to, x)));
        }
    }

    [Test]
    public void Those_tie_that_are_nearly_as_good_as_the_best_and_differ()
    {
        Candidate[] team = [Described(1, "Adds."), Described(2, "Counts.", load: 0.2), Described(3, "Guesses.", success: 0.1)];

        Assert.That(Numbers(Delegator.Tied(Given.Needs("sums"), new AgentIndex(team), Router, 0.05)), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Delegator.Tied(Given.Needs("sums"), new AgentIndex([Described(1, "Adds."), Described(2, "Adds.")]), Router, 0.05), Is.Empty, "equals");
        Assert.That(Delegator.Tied(Given.Needs("sums"), new AgentIndex([Described(1, "Adds.")]), Router, 0.05), Is.Empty, "one");
        Assert.That(Delegator.Tied(Given.Needs("sums") with { Assignee = "1" }, new AgentIndex(team), Router, 0.05), Is.Empty, "somebody was named");
        Assert.That(Delegator.Tied(Given.Needs("sums") with { Expected = Given.Id(1) }, new AgentIndex(team), Router, 0.05), Is.Empty, "somebody was made for it");
        Assert.That(Delegator.Tied(Given.Needs("sums"), new AgentIndex(team), new RoundRobinRouter(), 0.05), Is.Empty, "it is somebody's turn");
    }

    private static Candidate Described(int number, string description, double success = 1, double load = 0)
    {
        var candidate = Given.Candidate(number, "sums", success, load);
        return candidate with { Agent = candidate.Agent with { Description = description } };
    }

    private static IEnumerable<int> Numbers(IEnumerable<Candidate> candidates) => candidates.Select(x => x.Agent.Number);

    private static DelegationOutcome Decide(TaskNeeds task, DelegationAnswer answer) => DelegationDecision.Decide(task, Team, [], answer);

    private static DelegationAnswer Answer(int? number, string reason, params (string Required, string Known)[] readings) =>
        new([.. readings.Select(x => new AnsweredReading(x.Required, x.Known))], number, reason);
}
