using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_a_result_comes_more_than_once
{
    [Test]
    public async Task It_is_judged_once_and_told_again()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(1));
        var result = Cases.Result("one two");
        await bench.JudgeAsync<PolicyViolationMessage>(result, x => x.TaskId);

        await bench.ChangeAsync(Cases.Set(2)); // what came since is for later results
        await bench.Bus.Publish(result);

        var told = await bench.PublishedAsync<PolicyViolationMessage>(x => x.TaskId == result.TaskId, 2);
        Assert.That(told[1].Ruling.RulingId, Is.EqualTo(told[0].Ruling.RulingId));
        Assert.That((told[1].Ruling.At, told[1].Ruling.PolicySetVersion), Is.EqualTo((told[0].Ruling.At, 1)));
        Assert.That(await bench.ReadAsync(db => db.Rulings.CountAsync()), Is.EqualTo(1));
        Assert.That(await bench.ReadAsync(db => db.Precedents.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task All_at_once_it_is_one_ruling()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(1));
        var result = Cases.Result("one two");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.Bus.Publish(result)));

        var told = await bench.PublishedAsync<PolicyViolationMessage>(x => x.TaskId == result.TaskId, 8);
        Assert.That(told.Select(x => (x.Ruling.RulingId, x.Ruling.At)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await bench.ReadAsync(db => db.Rulings.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_attempt_is_another_result_and_cites_the_first()
    {
        var brief = Cases.MaxWords(1);
        await using var bench = await AuditBench.StartAsync(brief, Cases.Policy("long", Cases.Check("min_words", ("min", "2"))));
        var first = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two"), x => x.TaskId);

        var second = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("three four") with { Attempt = 2 }, x => x.TaskId);
        var otherAgent = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("five six") with { AgentId = Guid.NewGuid() }, x => x.TaskId);

        Assert.That(second.Ruling.Findings.Select(x => x.Precedent), Is.EqualTo(new Guid?[] { first.Ruling.RulingId, null }));
        Assert.That(otherAgent.Ruling.Findings.Select(x => x.Precedent), Is.All.Null);
    }
}
