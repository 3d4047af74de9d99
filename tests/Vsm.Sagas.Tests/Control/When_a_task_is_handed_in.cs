using MassTransit;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_task_is_handed_in
{
    [Test]
    public async Task The_straight_way_leads_over_agent_and_audit_to_the_requestor()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");

        var task = await control.ATaskAsync(x => x with { Parameters = new Dictionary<string, string> { ["by"] = "region" }, TaskType = "sales", Priority = 7 });
        var command = await agent.CommandAsync();
        Assert.That(command, Is.EqualTo(command with
        {
            TaskId = task.Id, Vsm = "root", Content = "Sum up the sales.", Assignee = "sys1", AgentId = agent.Id, Attempt = 1, ConfigurationVersion = 1,
            PolicySetVersion = 1, TaskType = "sales", Priority = 7, CostLimit = 0.10m, Requestor = "tests", Reason = null,
        }));
        Assert.That(command.Parameters, Is.EqualTo(new Dictionary<string, string> { ["by"] = "region" }));
        Assert.That(command.RequiredCapabilities, Is.EqualTo(["sums"]));
        var stored = await task.IsAsync("Executing");
        Assert.That((stored.Number, stored.Step, stored.Attempt, stored.DueAt), Is.EqualTo((1, 1, 1, (DateTimeOffset?)control.Clock.GetUtcNow().AddHours(1))));

        await task.DoneAsync("42", cost: 0.01m);
        Assert.That((await task.IsAsync("Evaluating")).Output, Is.EqualTo("42"));

        await task.ApprovedAsync(cost: 0.01m);
        var answer = await task.EndedAsync(TaskOutcome.Approved);
        Assert.That(answer, Is.EqualTo(new ForwardTaskResultMessage
        {
            TaskId = task.Id, Number = 1, Result = TaskOutcome.Approved, Output = "42", RulingId = TaskMessages.RulingOf(1, 1), Assignee = 1, Attempts = 1,
            Usage = new() { InputTokens = 10, OutputTokens = 2, Cost = 0.01m },
        }));
        var journal = await control.JournalAsync(task.Id, steps: 3);
        Assert.That(journal.Select(x => x.Kind), Is.EqualTo(["task.executing", "task.evaluating", "task.approved"]));
        Assert.That(journal.Select(x => x.Key), Is.EqualTo([$"{task.Id}/1/task", $"{task.Id}/2/task", $"{task.Id}/3/task"]));
        Assert.That(control.Failures, Is.Empty);
    }
}
