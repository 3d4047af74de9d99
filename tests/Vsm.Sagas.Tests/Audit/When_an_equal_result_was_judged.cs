using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_an_equal_result_was_judged
{
    private readonly PolicyDefinition _friendly = Cases.Policy("friendly");

    [TestCase("not_violated")]
    [TestCase("violated")]
    [TestCase("vague")]
    public async Task That_ruling_is_followed_and_cited_and_no_model_is_asked(string verdict)
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules(verdict, "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var first = await RuleAsync(bench, Cases.Result("one two"));

        var second = await RuleAsync(bench, Cases.Result("one two"));
        var third = await RuleAsync(bench, Cases.Result("one two"));

        Assert.That((second.Verdict, second.Judge, second.Usage), Is.EqualTo((first.Verdict, (string?)null, (Usage?)null)));
        Assert.That(second.Findings.Single(), Is.EqualTo(first.Findings.Single() with { Precedent = first.RulingId, Evidence = second.Findings[0].Evidence, Readings = second.Findings[0].Readings, Questions = second.Findings[0].Questions }));
        Assert.That(second.Findings.Single().Evidence, Is.EqualTo(first.Findings.Single().Evidence));
        Assert.That(third.Findings.Single().Precedent, Is.EqualTo(first.RulingId), "the one that was asked for, not one that followed it");
        Assert.That((server.Requests.Count, await bench.ReadAsync(db => db.JudgedPackets.CountAsync())), Is.EqualTo((1, 1)));
        Assert.That((await bench.JournalAsync($"{second.TaskId}/1/1/ruling")).Summary, Does.EndWith($"1 finding as in ruling {first.RulingId} on an equal result."));
    }

    [Test]
    public async Task One_that_differs_in_anything_is_judged_anew()
    {
        await using var server = await ChatServer.StartAsync();
        var newer = _friendly with { Version = 2 };
        server.Otherwise = x => JudgeScript.Rules("violated", "one", x.Said("user").Contains("policyVersion: 2", StringComparison.Ordinal) ? newer : _friendly);
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var result = Cases.Result("one two");
        await RuleAsync(bench, result);

        await RuleAsync(bench, result with { TaskId = Guid.NewGuid(), Output = "one two " });
        await RuleAsync(bench, result with { TaskId = Guid.NewGuid(), Content = "another task" });
        await bench.ChangeAsync(Cases.Set(2, newer));
        await RuleAsync(bench, result with { TaskId = Guid.NewGuid(), PolicySetVersion = 2 });

        Assert.That(server.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task What_was_not_judged_is_no_precedent()
    {
        await using var server = (await ChatServer.StartAsync()).Says(ChatReply.Error(400), JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));

        Assert.That((await RuleAsync(bench, Cases.Result("one two"))).Verdict, Is.EqualTo(Verdict.NotJudged));
        Assert.That((await RuleAsync(bench, Cases.Result("one two"))).Verdict, Is.EqualTo(Verdict.NotViolated));
    }

    [Test]
    public async Task A_ruling_of_the_model_that_did_the_work_is_none()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        await RuleAsync(bench, Cases.Result("one two"));

        var own = await RuleAsync(bench, Cases.Result("one two") with { Model = JudgeScript.Model });

        Assert.That((own.Verdict, server.Requests.Count), Is.EqualTo((Verdict.NotJudged, 1)));
    }

    [Test]
    public async Task After_a_clarification_only_the_clarified_policy_is_asked_about()
    {
        var clear = Cases.Policy("clear");
        var clarified = _friendly with { Version = 2, ReadingRule = ReadingRule.Lenient };
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = x => x.Said("user").Contains("policyVersion: 2", StringComparison.Ordinal)
            ? JudgeScript.Rules("not_violated", "two", clarified)
            : JudgeScript.Rules(("vague", "one", _friendly), ("not_violated", "one", clear));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly, clear));
        var request = await bench.JudgeAsync<PolicyClarificationRequest>(Cases.Result("one two"), x => x.TaskId);
        Assert.That((request.Ruling.Findings[0].Readings.Count, request.Ruling.Findings[0].Questions.Count), Is.EqualTo((2, 1)));

        var answer = new PolicyClarified
        {
            TaskId = request.TaskId, Attempt = 1, Evaluation = 1, RulingId = request.Ruling.RulingId, PolicySetVersion = 2, Policies = [clarified], Reason = "Settled.",
        };
        await bench.Bus.Publish(answer);
        await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == request.TaskId);
        await bench.Bus.Publish(answer);
        var approved = (await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == request.TaskId, 2))[1];

        Assert.That(approved.Ruling.Findings.Select(x => (x.Policy, x.PolicyVersion, x.Verdict)), Is.EqualTo(new[] { ("friendly", 2, Verdict.NotViolated), ("clear", 1, Verdict.NotViolated) }));
        Assert.That(server.Requests, Has.Count.EqualTo(2), "one call for each judgement, however often the answer comes");
        Assert.That(server.Requests[1].Said("user"), Does.Not.Contain($"{clear.PolicyId}"));
        Assert.That(approved.Ruling.Usage!.InputTokens, Is.EqualTo(1_000), "of this judgement alone");
    }

    private static async Task<Ruling> RuleAsync(AuditBench bench, TaskResultMessage result)
    {
        await bench.Bus.Publish(result);
        await bench.JournalAsync($"{result.TaskId}/{result.Attempt}/1/ruling");
        return (await bench.ReadAsync(db => db.Rulings.SingleAsync(x => x.TaskId == result.TaskId))).Ruling;
    }
}
