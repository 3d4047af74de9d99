using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_person_decides
{
    private const string Queue = "vsm.s5.decisions";

    [Test]
    public async Task The_decision_is_recorded_and_told()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = await WaitAsync(bench, Request());

        var recorded = await bench.AskAsync<RecordDecision, DecisionRecorded>(Queue, Decision(request) with { Output = "Better." });

        var decided = (await bench.PublishedAsync<PersonDecided>(1))[0];
        Assert.That((decided.TaskId, decided.DecisionId, decided.Step, decided.Decision, decided.By, decided.Reason, decided.Output), Is.EqualTo(
            (request.TaskId, recorded.DecisionId, 4, PersonDecision.Approve, "Ada", "Reads well.", "Better.")));
        var entry = await bench.JournalAsync($"{request.TaskId:n}/4/decision");
        Assert.That((entry.Kind, entry.Actor, entry.TaskId, entry.Read<PersonDecided>()), Is.EqualTo(("decision", "Ada", request.TaskId, decided)));
    }

    [Test]
    public async Task A_second_decision_is_refused_and_names_who_decided()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = await WaitAsync(bench, Request());
        await bench.AskAsync<RecordDecision, DecisionRecorded>(Queue, Decision(request));

        var refused = await bench.AskAsync<RecordDecision, DecisionRefused>(Queue, Decision(request) with { By = "Eve", Decision = PersonDecision.Reject });

        Assert.That(refused.Reason, Does.StartWith("Ada has decided already"));
        Assert.That(bench.Count<PersonDecided>(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_decision_delivered_again_is_told_again()
    {
        await using var bench = await PolicyBench.StartAsync();
        var decision = Decision(await WaitAsync(bench, Request()));
        var endpoint = await bench.Bus.GetSendEndpoint(new Uri($"exchange:{Queue}"));
        var messageId = Guid.NewGuid();

        await endpoint.Send(decision, x => x.MessageId = messageId);
        await bench.PublishedAsync<PersonDecided>(1);
        await endpoint.Send(decision, x => x.MessageId = messageId);

        var told = await bench.PublishedAsync<PersonDecided>(2);
        Assert.That(told[1], Is.EqualTo(told[0]));
        Assert.That(told[0].DecisionId, Is.EqualTo(messageId));
    }

    [Test]
    public async Task Ten_decisions_at_once_are_one()
    {
        await using var bench = await PolicyBench.StartAsync();
        var decision = Decision(await WaitAsync(bench, Request()));
        var client = bench.Bus.CreateRequestClient<RecordDecision>(new Uri($"exchange:{Queue}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(x =>
            client.GetResponse<DecisionRecorded, DecisionRefused>(decision with { By = $"person {x}" })));

        Assert.That(answers.Count(x => x.Is(out Response<DecisionRecorded>? _)), Is.EqualTo(1));
        Assert.That(bench.Count<PersonDecided>(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_does_not_wait_takes_no_decision()
    {
        await using var bench = await PolicyBench.StartAsync();

        var refused = await bench.AskAsync<RecordDecision, DecisionRefused>(Queue, Decision(Request()));

        Assert.That(refused.Reason, Is.EqualTo("The task does not wait for a person."));
    }

    [Test]
    public async Task A_task_that_waited_too_long_takes_no_decision()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = await WaitAsync(bench, Request() with { ExpiresAt = DateTimeOffset.UnixEpoch });

        var refused = await bench.AskAsync<RecordDecision, DecisionRefused>(Queue, Decision(request));

        Assert.That(refused.Reason, Does.Contain("time limit passed at 1970-01-01"));
        Assert.That(bench.Count<PersonDecided>(), Is.Zero);
    }

    [Test]
    public async Task A_later_step_takes_the_place_of_an_earlier_one()
    {
        await using var bench = await PolicyBench.StartAsync();
        var early = await WaitAsync(bench, Request());
        var late = await WaitAsync(bench, early with { Step = 9, Answers = [PersonDecision.Reject] });
        await bench.Bus.Publish(early);
        await bench.ConsumedAsync<ApprovalRequested>(3);

        var refused = await bench.AskAsync<RecordDecision, DecisionRefused>(Queue, Decision(late));
        await bench.AskAsync<RecordDecision, DecisionRecorded>(Queue, Decision(late) with { Decision = PersonDecision.Reject });

        Assert.That(refused.Reason, Is.EqualTo("Approve is no answer that the task takes; it takes Reject."));
        Assert.That((await bench.PublishedAsync<PersonDecided>(1))[0].Step, Is.EqualTo(9));
        Assert.That(await bench.ReadAsync(db => db.Approvals.Select(x => x.Step).ToListAsync()), Is.EqualTo(new[] { 9 }));
    }

    [Test]
    public async Task A_decided_step_that_is_asked_for_again_stays_decided()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = await WaitAsync(bench, Request());
        await bench.AskAsync<RecordDecision, DecisionRecorded>(Queue, Decision(request));

        await bench.Bus.Publish(request);
        await bench.ConsumedAsync<ApprovalRequested>(2);

        Assert.That(await bench.ReadAsync(db => db.Approvals.CountAsync(x => x.Decided != null)), Is.EqualTo(1));
    }

    private static async Task<ApprovalRequested> WaitAsync(PolicyBench bench, ApprovalRequested request)
    {
        await bench.Bus.Publish(request);
        await bench.ConsumedAsync<ApprovalRequested>(1, x => x.Step == request.Step);
        return request;
    }

    private static ApprovalRequested Request() => new()
    {
        TaskId = Guid.NewGuid(), Step = 4, Attempt = 1, Reason = WaitReason.NotJudged, Explanation = "No judge.", Content = "Summarise.",
        Answers = [PersonDecision.Approve, PersonDecision.Reject], Output = "A summary.", ExpiresAt = DateTimeOffset.MaxValue,
    };

    private static RecordDecision Decision(ApprovalRequested request) => new()
    {
        TaskId = request.TaskId, Decision = PersonDecision.Approve, By = "Ada", Reason = "Reads well.",
    };
}
