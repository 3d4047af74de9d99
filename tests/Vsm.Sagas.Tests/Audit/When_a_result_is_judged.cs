using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_a_result_is_judged
{
    [Test]
    public async Task One_that_keeps_all_policies_is_approved()
    {
        var (brief, any) = (Cases.MaxWords(3), Cases.Policy("any", Cases.Check("min_words", ("min", "1"))));
        await using var bench = await AuditBench.StartAsync(brief, any);
        var result = Cases.Result("one two");

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(result, x => x.TaskId);

        Assert.That((approved.Output, approved.ConfigurationVersion, approved.Usage, approved.Attempt), Is.EqualTo(("one two", 5, result.Usage, 1)));
        var ruling = approved.Ruling;
        Assert.That((ruling.Verdict, ruling.Score, ruling.Evaluation, ruling.PolicySetVersion), Is.EqualTo((Verdict.NotViolated, 1, 1, 1)));
        Assert.That((ruling.TaskId, ruling.AgentId, ruling.AgentNumber), Is.EqualTo((result.TaskId, Cases.Agent, 3)));
        Assert.That(ruling.Findings.Select(x => (x.PolicyId, x.Verdict)), Is.EqualTo(new[] { (brief.PolicyId, Verdict.NotViolated), (any.PolicyId, Verdict.NotViolated) }));
        Assert.That(bench.Policy.Asked, Is.Empty);
    }

    [Test]
    public async Task One_that_violates_a_policy_is_reported_with_the_remedy()
    {
        await using var bench = await AuditBench.StartAsync(Cases.Policy("any", Cases.Check("min_words", ("min", "1"))), Cases.MaxWords(3));

        var violation = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two three four"), x => x.TaskId);

        Assert.That((violation.Output, violation.ConfigurationVersion, violation.Usage.Cost), Is.EqualTo(("one two three four", 5, 0.03m)));
        Assert.That((violation.Ruling.Verdict, violation.Ruling.Score), Is.EqualTo((Verdict.Violated, 0.5)));
        Assert.That(violation.Ruling.Findings[1].Remedy, Is.EqualTo(new Remedy { Parameter = "max_words", Value = "3" }));
        Assert.That(violation.Ruling.Findings[1].Precedent, Is.Null);
    }

    [Test]
    public async Task One_that_a_policy_can_be_read_for_and_against_asks_for_clarification()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(3, 5));

        var request = await bench.JudgeAsync<PolicyClarificationRequest>(Cases.Result("one two three four"), x => x.TaskId);

        Assert.That((request.Output, request.ConfigurationVersion, request.Ruling.Verdict), Is.EqualTo(("one two three four", 5, Verdict.Vague)));
        Assert.That(request.Ruling.Findings.Single().Readings, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_that_only_a_person_can_judge_is_not_judged()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(3), Cases.Policy("polite"));

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("one two"), x => x.TaskId);

        Assert.That((notJudged.Output, notJudged.ConfigurationVersion, notJudged.Ruling.Verdict), Is.EqualTo(("one two", 5, Verdict.NotJudged)));
        Assert.That(notJudged.Ruling.Findings[1].Interpretation, Does.Contain("no judge is configured"));
    }

    [Test]
    public async Task Without_any_policy_nothing_is_approved()
    {
        await using var bench = await AuditBench.StartAsync(_ => { });

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("fine", 0), x => x.TaskId);

        Assert.That((notJudged.Ruling.Findings.Count, notJudged.Ruling.PolicySetVersion), Is.EqualTo((0, 0)));
        Assert.That(bench.Policy.Asked, Is.EqualTo(new[] { "root" }));
        var entry = await bench.JournalAsync($"{notJudged.TaskId}/1/1/ruling");
        Assert.That(entry.Summary, Is.EqualTo("Not judged: no policy applies to agent 3, and nothing is approved without a ruling."));
    }

    [Test]
    public async Task Policies_of_other_agents_do_not_apply()
    {
        var others = Cases.MaxWords(1) with { Scope = PolicyScope.System, AgentId = Guid.NewGuid() };
        var own = Cases.MaxWords(2) with { Scope = PolicyScope.System, AgentId = Cases.Agent };
        await using var bench = await AuditBench.StartAsync(others, own);

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one two"), x => x.TaskId);

        Assert.That(approved.Ruling.Findings.Single().PolicyId, Is.EqualTo(own.PolicyId));
    }

    [TestCase("https://example.org/a.csv")]
    [TestCase("file:///nowhere/a.csv")]
    [TestCase("a.csv")]
    public async Task Inputs_that_cannot_be_read_again_leave_it_not_judged(string address)
    {
        await using var bench = await AuditBench.StartAsync(Cases.Policy("sums", Cases.Check("totals_agree", ("column", "amount"))));
        var result = Cases.Result("[{\"amount\": 1}]") with
        {
            References = [new ContentReference { Uri = new Uri(address, UriKind.RelativeOrAbsolute), Length = 9, Sha256 = "", Name = "a.csv" }],
        };

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(result, x => x.TaskId);

        Assert.That(notJudged.Ruling.Findings.Single().Interpretation, Does.Contain("a.csv"));
    }

    [Test]
    public async Task A_check_that_fails_leaves_it_not_judged()
    {
        await using var bench = await AuditBench.StartAsync(Cases.Policy("faulty", Cases.Check("says", ("verdict", "throw"))));

        var notJudged = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("fine"), x => x.TaskId);

        Assert.That(notJudged.Ruling.Findings.Single().Interpretation, Does.Contain("The check has a fault."));
    }

    [Test]
    public async Task Judging_ends_at_its_limit_and_says_which()
    {
        await using var bench = await AuditBench.StartAsync(Cases.Policy("slow", Cases.Check("says", ("verdict", "wait"))));
        var result = Cases.Result("fine");
        await bench.Bus.Publish(result);

        await bench.Clock.RingAsync(AuditBench.JudgingLimit);

        var fault = (await bench.PublishedAsync<Fault<TaskResultMessage>>(x => x.Message.TaskId == result.TaskId))[0];
        Assert.That(fault.Exceptions.Single().Message, Is.EqualTo("Judging took longer than 00:05:00 (Vsm:Audit:JudgingLimit)."));
        Assert.That(await bench.ReadAsync(db => db.Rulings.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task The_ruling_is_in_the_journal()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(1));

        var violation = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two"), x => x.TaskId);

        var entry = await bench.JournalAsync($"{violation.TaskId}/1/1/ruling");
        Assert.That((entry.Kind, entry.Function, entry.TaskId, entry.Attempt), Is.EqualTo(("ruling.violated", "s3star", violation.TaskId, 1)));
        Assert.That(entry.Summary, Is.EqualTo("By 1 finding violated: brief."));
        Assert.That(entry.Read<Ruling>().RulingId, Is.EqualTo(violation.Ruling.RulingId));
    }
}
