using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Evaluation;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_a_result_is_judged
{
    private static readonly PolicyCheck OneSentence = Given.Check("max_sentences", ("max", "1"));

    private static readonly PolicyCheck NoAddress = Given.Check("no_personal_data");

    [Test]
    public async Task There_is_a_finding_for_every_policy_of_the_team_and_of_the_agent_and_no_other()
    {
        var mine = Given.Policy(2, OneSentence) with { Scope = PolicyScope.System, AgentId = Given.Agent };
        var anothers = Given.Policy(3, OneSentence) with { Scope = PolicyScope.System, AgentId = Guid.NewGuid() };

        var (ruling, explanation, _) = await Given.Judged(Given.Packet("One. Two."), Given.Policy(1, NoAddress), mine, anothers);

        Assert.That(ruling.Findings.Select(x => (x.PolicyNumber, x.Verdict)), Is.EqualTo(new[] { (1, Verdict.NotViolated), (2, Verdict.Violated) }));
        Assert.That((ruling.Verdict, ruling.Score, ruling.Evaluation, ruling.PolicySetVersion), Is.EqualTo((Verdict.Violated, 0.5, 1, 7)));
        Assert.That(explanation, Is.EqualTo("By 2 findings violated: policy 2."));
    }

    [Test]
    public async Task Without_any_policy_nothing_is_approved()
    {
        var (ruling, explanation, _) = await Given.Judged(Given.Packet("fine"));

        Assert.That((ruling.Verdict, ruling.Score, ruling.Findings.Count), Is.EqualTo((Verdict.NotJudged, 0d, 0)));
        Assert.That(explanation, Does.Contain("no policy applies to agent 4"));
    }

    [Test]
    public async Task A_policy_without_a_check_needs_a_person()
    {
        var finding = (await Given.Judged(Given.Packet("fine"), Given.Policy(1))).Ruling.Findings.Single();

        Assert.That((finding.Verdict, finding.Interpretation), Is.EqualTo((
            Verdict.NotJudged, "Not judged: the policy has no check, so it needs a judge or a person; no judge is configured.")));
    }

    [Test]
    public async Task A_check_that_throws_is_not_judged_and_told_to_the_caller()
    {
        var judge = new Judge(new CheckCatalogue([new BrokenCheck()]));

        var judgement = await judge.JudgeAsync(
            Given.Packet("fine"), Given.Policies(Given.Policy(1, Given.Check("broken"))), Given.Now, CancellationToken.None);

        Assert.That(judgement.Ruling.Verdict, Is.EqualTo(Verdict.NotJudged));
        Assert.That(judgement.Ruling.Findings.Single().Interpretation, Does.Contain("NotSupportedException: broken on purpose"));
        Assert.That(judgement.Failures.Single().Exception, Is.TypeOf<NotSupportedException>());
    }

    [Test]
    public void Cancelling_is_no_verdict()
    {
        using var cancelled = new CancellationTokenSource();
        var packet = Given.Packet("amount\n1", ("a.csv", "amount\n1")) with
        {
            Open = (_, token) =>
            {
                cancelled.Cancel();
                token.ThrowIfCancellationRequested();
                return ValueTask.FromResult<Stream>(new MemoryStream());
            },
        };
        var policies = Given.Policies(Given.Policy(1, Given.Check("totals_agree", ("column", "amount"))));

        Assert.That(() => Given.Judge.JudgeAsync(packet, policies, Given.Now, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Policies_of_another_vsm_or_too_old_are_refused()
    {
        var packet = Given.Packet("fine");

        Assert.That(
            () => Given.Judge.JudgeAsync(packet, Given.Policies() with { Vsm = "other" }, Given.Now, CancellationToken.None), Throws.ArgumentException);
        Assert.That(
            () => Given.Judge.JudgeAsync(packet, Given.Policies() with { Version = 6 }, Given.Now, CancellationToken.None), Throws.ArgumentException);
    }

    [Test]
    public async Task After_a_clarification_only_its_policies_are_judged_again()
    {
        var packet = Given.Packet("One. Two.");
        var vague = Given.Policy(2, OneSentence, NoAddress);
        var first = (await Given.Judged(packet, Given.Policy(1, NoAddress), vague)).Ruling;
        var clarified = new PolicyClarified
        {
            TaskId = first.TaskId,
            Attempt = first.Attempt,
            Evaluation = first.Evaluation,
            RulingId = first.RulingId,
            PolicySetVersion = 8,
            Policies = [vague with { Version = 2, ReadingRule = ReadingRule.Lenient }],
            Reason = "the lenient reading was meant",
        };

        var second = (await Given.Judge.JudgeAgainAsync(packet, first, clarified, Given.Now.AddMinutes(1), CancellationToken.None)).Ruling;

        Assert.That(first.Verdict, Is.EqualTo(Verdict.Vague));
        Assert.That((second.Verdict, second.Evaluation, second.PolicySetVersion), Is.EqualTo((Verdict.NotViolated, 2, 8)));
        Assert.That(second.Findings[0], Is.SameAs(first.Findings[0]));
        Assert.That(second.Findings[1].PolicyVersion, Is.EqualTo(2));
        Assert.That(second.RulingId, Is.Not.EqualTo(first.RulingId));
        Assert.That(
            () => Given.Judge.JudgeAgainAsync(packet, first, clarified with { RulingId = Guid.NewGuid() }, Given.Now, CancellationToken.None), Throws.ArgumentException);
    }

    [TestCase(Verdict.NotViolated, typeof(TaskResultApprovedMessage))]
    [TestCase(Verdict.Violated, typeof(PolicyViolationMessage))]
    [TestCase(Verdict.Vague, typeof(PolicyClarificationRequest))]
    [TestCase(Verdict.NotJudged, typeof(TaskResultNotJudged))]
    public async Task One_message_tells_the_verdict_with_all_that_its_receivers_need(Verdict verdict, Type type)
    {
        var packet = Given.Packet("fine");
        var ruling = (await Given.Judged(packet, Given.Policy(1, NoAddress))).Ruling with { Verdict = verdict };

        dynamic message = RulingMessages.For(packet.Result, ruling);

        Assert.That((object)message, Is.TypeOf(type));
        Assert.That((object)message.Ruling, Is.SameAs(ruling));
        Assert.That(
            ((Guid)message.TaskId, (string)message.Vsm, (int)message.Attempt, (int)message.ConfigurationVersion, (string)message.Output, (decimal)message.Usage.Cost),
            Is.EqualTo((packet.Result.TaskId, "root", 2, 3, "fine", 0.01m)));
    }

    [Test]
    public void The_name_of_a_ruling_follows_from_what_it_rules_on()
    {
        var task = new Guid("22222222-2222-2222-2222-222222222222");
        Guid[] names = [RulingIds.For(task, 1, 1), RulingIds.For(task, 1, 2), RulingIds.For(task, 2, 1), RulingIds.For(Guid.Empty, 1, 1)];

        Assert.That(names, Is.Unique);
        Assert.That(RulingIds.For(task, 1, 1), Is.EqualTo(names[0]));
        Assert.That(names.Select(x => (x.Version, x.Variant >> 2)), Is.All.EqualTo((8, 2)));
    }

    private sealed class BrokenCheck : IPolicyCheck
    {
        public CatalogueItem Description { get; } = new() { Name = "broken", Description = "Always throws." };

        public string ReadAs(IReadOnlyDictionary<string, string> parameters) => "nothing";

        public ValueTask<CheckResult> JudgeAsync(
            CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
            throw new NotSupportedException("broken on purpose");
    }
}
