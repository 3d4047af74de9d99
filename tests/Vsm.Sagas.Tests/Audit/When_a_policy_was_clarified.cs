using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_a_policy_was_clarified
{
    private readonly PolicyDefinition _vague = Cases.MaxWords(3, 5);
    private readonly PolicyDefinition _clear = Cases.Policy("any", Cases.Check("min_words", ("min", "1")));

    [TestCase(ReadingRule.Lenient, typeof(TaskResultApprovedMessage))]
    [TestCase(ReadingRule.Strict, typeof(PolicyViolationMessage))]
    public async Task The_result_is_judged_again_by_it_alone(ReadingRule rule, Type told)
    {
        await using var bench = await AuditBench.StartAsync(_vague, _clear);
        var request = await RequestAsync(bench);

        // The other policy changed meanwhile; this result stays judged by what it was.
        await bench.ChangeAsync(Cases.Set(2, Clarified(rule), _clear with { Version = 2, Readings = [Cases.Check("min_words", ("min", "99"))] }));
        await bench.Bus.Publish(Answer(request, Clarified(rule)));

        var message = await bench.Harness.Published.SelectAsync(x => x.MessageType == told).FirstOrDefaultAsync();
        var ruling = message!.MessageObject switch
        {
            TaskResultApprovedMessage x => x.Ruling,
            PolicyViolationMessage x => x.Ruling,
            _ => throw new InvalidOperationException(),
        };
        Assert.That((ruling.TaskId, ruling.Evaluation, ruling.PolicySetVersion), Is.EqualTo((request.TaskId, 2, 2)));
        Assert.That(ruling.RulingId, Is.Not.EqualTo(request.Ruling.RulingId));
        Assert.That(ruling.Findings.Select(x => (x.Policy, x.PolicyVersion)), Is.EqualTo(new[] { ("brief", 2), ("any", 1) }));
        Assert.That((await bench.JournalAsync($"{request.TaskId}/1/2/ruling")).Read<Ruling>().RulingId, Is.EqualTo(ruling.RulingId));
    }

    [Test]
    public async Task Told_twice_it_is_judged_once()
    {
        await using var bench = await AuditBench.StartAsync(_vague);
        var request = await RequestAsync(bench);
        var answer = Answer(request, Clarified(ReadingRule.Lenient));

        await bench.Bus.Publish(answer);
        await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == request.TaskId);
        await bench.Bus.Publish(answer);

        var told = await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == request.TaskId, 2);
        Assert.That((told[1].Ruling.RulingId, told[1].Ruling.At), Is.EqualTo((told[0].Ruling.RulingId, told[0].Ruling.At)));
        Assert.That(await bench.ReadAsync(db => db.Rulings.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_is_still_vague_asks_again()
    {
        await using var bench = await AuditBench.StartAsync(_vague);
        var request = await RequestAsync(bench);

        await bench.Bus.Publish(Answer(request, Clarified(ReadingRule.MustAgree)));

        var again = (await bench.PublishedAsync<PolicyClarificationRequest>(x => x.TaskId == request.TaskId && x.Ruling.Evaluation == 2))[0];
        await bench.Bus.Publish(Answer(again, Clarified(ReadingRule.Lenient) with { Version = 3 }));
        var approved = (await bench.PublishedAsync<TaskResultApprovedMessage>(x => x.TaskId == request.TaskId))[0];
        Assert.That((approved.Ruling.Evaluation, approved.Output), Is.EqualTo((3, "one two three four")));
    }

    [Test]
    public async Task A_clarification_that_no_case_waits_for_is_refused()
    {
        await using var bench = await AuditBench.StartAsync(_vague);
        var request = await RequestAsync(bench);
        var answer = Answer(request, Clarified(ReadingRule.Lenient));

        foreach (var wrong in (PolicyClarified[])
            [answer with { TaskId = Guid.NewGuid() }, answer with { Attempt = 2 }, answer with { Evaluation = 2 }, answer with { RulingId = Guid.NewGuid() }])
        {
            await bench.Bus.Publish(wrong);
            var fault = (await bench.PublishedAsync<Fault<PolicyClarified>>(x => Key(x.Message) == Key(wrong)))[0];
            Assert.That(fault.Exceptions.Single().ExceptionType, Is.EqualTo("Vsm.Bus.MessageRefusedException"));
            Assert.That(fault.Exceptions.Single().Message, Does.Contain("There is no case of task"));
        }

        Assert.That(bench.Count<TaskResultApprovedMessage>(), Is.Zero);
    }

    private static (Guid, int, int, Guid) Key(PolicyClarified x) => (x.TaskId, x.Attempt, x.Evaluation, x.RulingId);

    private static Task<PolicyClarificationRequest> RequestAsync(AuditBench bench) =>
        bench.JudgeAsync<PolicyClarificationRequest>(Cases.Result("one two three four"), x => x.TaskId);

    private PolicyDefinition Clarified(ReadingRule rule) => _vague with { Version = 2, ReadingRule = rule };

    private static PolicyClarified Answer(PolicyClarificationRequest request, params PolicyDefinition[] policies) => new()
    {
        TaskId = request.TaskId,
        Attempt = request.Attempt,
        Evaluation = request.Ruling.Evaluation,
        RulingId = request.Ruling.RulingId,
        PolicySetVersion = 2,
        Policies = policies,
        Reason = "Settled.",
    };
}
