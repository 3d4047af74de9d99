using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_a_task_suggests_a_policy
{
    [Test]
    public async Task Policy_is_told_with_the_task_and_the_ruling_as_often_as_the_ruling_is()
    {
        var friendly = Cases.Policy("friendly");
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Suggests("the task", "one", friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, friendly));
        var result = Cases.Result("one");

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(result, x => x.TaskId);
        await bench.Bus.Publish(result);

        var told = await bench.PublishedAsync<PolicySuggestionMessage>(x => x.TaskId == result.TaskId, 2);
        Assert.That(told.Select(x => (x.RulingId, x.AgentId, x.SuggestedBy)), Is.All.EqualTo((approved.Ruling.RulingId, Cases.Agent, JudgeScript.Model)));
        Assert.That(told[0].Suggestions.Single(), Is.EqualTo(new PolicySuggestion { Name = "short", Rule = "Answers are short.", Said = "the task", Start = 0, End = 8 }));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Where_there_is_none_nobody_is_told()
    {
        var friendly = Cases.Policy("friendly");
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Suggests("one", "one", friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, friendly));

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one"), x => x.TaskId);

        Assert.That(approved.Ruling.Suggestions, Is.Null, "the output cannot be cited");
        Assert.That(await bench.Harness.Consumed.Any<TaskResultMessage>());
        Assert.That(bench.Harness.Published.Select<PolicySuggestionMessage>(new CancellationToken(canceled: true)), Is.Empty);
    }
}
