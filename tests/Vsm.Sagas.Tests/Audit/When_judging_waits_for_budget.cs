using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_judging_waits_for_budget
{
    private readonly PolicyDefinition _friendly = Cases.Policy("friendly");

    [Test]
    public async Task Nothing_is_ruled_until_Control_says_that_there_is_some()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var result = Cases.Result("one");
        await RefusedAsync(bench, result);
        var (rulings, calls) = (await bench.ReadAsync(x => x.Rulings.CountAsync()), server.Requests.Count);
        bench.Purse.Answer = x => new JudgingGranted { TaskId = x.TaskId, Amount = x.Wanted };

        await bench.Bus.SendTo("vsm.s3star.evaluation", Resume(result));
        var approved = (await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == result.TaskId))[0];
        await bench.Bus.SendTo("vsm.s3star.evaluation", Resume(result));
        var again = await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == result.TaskId, 2);

        Assert.That((rulings, calls, bench.Count<TaskResultNotJudged>()), Is.EqualTo((0, 0, 0)));
        Assert.That((approved.Output, approved.Usage.Cost, approved.Ruling.Evaluation, approved.Ruling.Usage!.Cost), Is.EqualTo(("one", 0.03m, 1, 0.003m)));
        Assert.That(again.Select(x => x.Ruling.RulingId).Distinct().Count(), Is.EqualTo(1));
        Assert.That((server.Requests.Count, bench.Purse.Asked.Select(x => x.CanWait).Distinct().Single()), Is.EqualTo((1, true)));
    }

    [Test]
    public async Task It_may_wait_more_than_once()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var result = Cases.Result("one");
        await RefusedAsync(bench, result);
        bench.Purse.Answer = x => bench.Purse.Asked.Count < 3
            ? new JudgingRefused { TaskId = x.TaskId, Reason = "Still too little.", Waits = true }
            : new JudgingGranted { TaskId = x.TaskId, Amount = x.Wanted };

        await bench.Bus.SendTo("vsm.s3star.evaluation", Resume(result));
        await bench.Bus.SendTo("vsm.s3star.evaluation", Resume(result));

        // Where both come at the same time, the one that is paid rules.
        await bench.PublishedAsync<PolicyViolationMessage>(x => x.TaskId == result.TaskId);
        Assert.That((server.Requests.Count, await bench.ReadAsync(x => x.WaitingCases.CountAsync())), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_judgement_after_a_clarification_waits_too()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("vague", "one", _friendly), JudgeScript.Rules("not_violated", "one", _friendly with { Version = 2 }));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var result = Cases.Result("one");
        var vague = await bench.JudgeAsync<PolicyClarificationRequest>(result, x => x.TaskId);
        bench.Purse.Answer = x => new JudgingRefused { TaskId = x.TaskId, Reason = "Too little is left.", Waits = true };
        await bench.Bus.Publish(new PolicyClarified
        {
            TaskId = result.TaskId, Attempt = 1, Evaluation = 1, RulingId = vague.Ruling.RulingId, PolicySetVersion = 2, Reason = "clear now", Policies = [_friendly with { Version = 2 }],
        });
        await bench.KeptAsync(result.TaskId);
        bench.Purse.Answer = x => new JudgingGranted { TaskId = x.TaskId, Amount = x.Wanted };

        await bench.Bus.SendTo("vsm.s3star.evaluation", Resume(result) with { Evaluation = 2 });

        var approved = (await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == result.TaskId))[0];
        Assert.That((approved.Ruling.Evaluation, approved.Ruling.PolicySetVersion, server.Requests.Count), Is.EqualTo((2, 2, 2)));
    }

    private static async Task RefusedAsync(AuditBench bench, TaskResultMessage result)
    {
        bench.Purse.Answer = x => new JudgingRefused { TaskId = x.TaskId, Reason = "Too little is left.", Waits = true };
        await bench.Bus.Publish(result);
        await bench.KeptAsync(result.TaskId);
    }

    private static ResumeEvaluation Resume(TaskResultMessage result) => new() { TaskId = result.TaskId, Attempt = result.Attempt, Evaluation = 1 };
}
