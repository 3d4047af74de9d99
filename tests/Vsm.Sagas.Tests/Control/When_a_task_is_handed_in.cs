using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
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

    [Test]
    public async Task Handed_in_again_it_is_the_same_task()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.SendAsync(TaskMessages.Task(task.Id));
        await task.PublishAsync(TaskMessages.Task(task.Id) with { Content = "Something else." });

        Assert.That(await control.ReadAsync(x => x.Tasks.CountAsync()), Is.EqualTo(1));
        Assert.That((await task.IsAsync("Executing")).Content, Is.EqualTo("Sum up the sales."));
        Assert.That(task.Commands, Has.Count.EqualTo(1));
        Assert.That((await agent.CommandAsync()).Attempt, Is.EqualTo(1));
        Assert.That(control.Log.Consumed.Where(x => x.Queue == "vsm.s3.intake"), Is.Empty, "the intake takes what is sent to it and nothing else");
    }

    [Test]
    public async Task Handed_in_twice_at_once_it_is_one_task_without_any_retry()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Retries", "0"));
        await control.AnAgentAsync(1, "sums");
        var id = NewId.NextGuid();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => control.SendAsync(TaskMessages.Task(id), TaskStateMachine.Queue)));

        Assert.That(await control.ReadAsync(x => x.Tasks.CountAsync()), Is.EqualTo(1));
        Assert.That(new TaskInHand(control, id).Commands, Has.Count.EqualTo(1));
        Assert.That(control.Failures, Is.Empty);
    }

    [Test]
    public async Task A_vsm_that_is_not_there_is_named_and_the_queue_goes_on()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var lost = TaskMessages.Task(NewId.NextGuid()) with { Vsm = "atlantis" };

        var dealt = await control.SendAsync(lost, TaskStateMachine.Queue);
        await (await control.ATaskAsync()).IsAsync("Executing");

        Assert.That(dealt.Failure?.GetBaseException(), Is.InstanceOf<MessageRefusedException>().With.Message.EqualTo(
            $"Task {lost.TaskId} is for VSM atlantis, which there is not. Apply an organisation with that vsm first, or correct the name."));
        var fault = await control.Log.SendingOf<Fault<AssignTaskMessage>>(x => x.Message.TaskId == lost.TaskId);
        Assert.That(fault.Exceptions[0].Message, Does.Contain("atlantis"));
        Assert.That(await control.ReadAsync(x => x.Tasks.CountAsync()), Is.EqualTo(1));
    }

    [TestCase(" ", 4, null, "content is empty; say what is to be done.")]
    [TestCase("Add.", 10, null, "priority is 10; it must be 0 to 9.")]
    [TestCase("Add.", 4, "https://example.org/", "replyTo is 'https://example.org/'; it must be an address such as queue:my-service.")]
    public async Task What_cannot_be_taken_is_refused_with_the_reason(string content, int priority, string? replyTo, string reason)
    {
        await using var control = await ControlSituation.StartAsync();
        var bad = TaskMessages.Task(NewId.NextGuid()) with { Content = content, Priority = priority, ReplyTo = replyTo is null ? null : new Uri(replyTo) };

        var dealt = await control.SendAsync(bad, TaskStateMachine.Queue);

        Assert.That(dealt.Failure?.GetBaseException().Message, Is.EqualTo($"Task {bad.TaskId} is not taken: {reason}"));
        Assert.That(await control.ReadAsync(x => x.Tasks.AnyAsync()), Is.False);
    }

    [Test]
    public async Task The_answer_goes_to_the_address_that_the_requestor_gave()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync(x => x with { Assignee = "nobody", ReplyTo = new Uri("queue:my-service") });

        var answer = await task.EndedAsync(TaskOutcome.Failed);

        Assert.That(control.Log.Sent.Single(x => ReferenceEquals(x.Message, answer)).Queue, Is.EqualTo("my-service"));
        Assert.That(answer.Reason, Is.EqualTo("The task is for nobody and no other, and there is no such System 1."));
    }

    [TestCase("rabbitmq://elsewhere/my-service")]
    [TestCase("amqp://elsewhere/my-service")]
    [TestCase("topic:my-service")]
    [TestCase("queue:my service?")]
    public async Task An_address_that_no_answer_can_go_to_is_refused_while_there_is_somebody_to_tell(string address)
    {
        await using var control = await ControlSituation.StartAsync();
        var bad = TaskMessages.Task(NewId.NextGuid()) with { ReplyTo = new Uri(address) };

        var dealt = await control.SendAsync(bad, TaskStateMachine.Queue);

        Assert.That(dealt.Failure?.GetBaseException().Message, Does.StartWith($"Task {bad.TaskId} is not taken: replyTo is '{address}'"));
    }

    [Test]
    public async Task Raw_json_at_the_intake_becomes_a_task_of_which_the_saga_counts_the_attempts()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var id = NewId.NextGuid();

        await control.SendRawAsync($$"""{"taskId":"{{id}}","content":"Sum up the sales.","requiredCapabilities":["sums"],"attempt":7,"unknown":true}""", "vsm.s3.intake");

        var command = await agent.CommandAsync();
        Assert.That((command.TaskId, command.Attempt, command.Content), Is.EqualTo((id, 1, "Sum up the sales.")));
        Assert.That(await control.ReadAsync(x => x.Tasks.CountAsync()), Is.EqualTo(1));
    }

    [TestCase("""{"content":"No id."}""", "taskId")]
    [TestCase("""{"taskId":"3d0f8a4e-1111-4222-8333-444455556666","content":""}""", "content is empty")]
    [TestCase("""{"taskId":"00000000-0000-0000-0000-000000000000","content":"Add."}""", "taskId is empty")]
    [TestCase("""{"taskId":"3d0f8a4e""", "")]
    public async Task Raw_json_that_is_no_task_is_refused_and_the_intake_goes_on(string json, string reason)
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var id = NewId.NextGuid();

        var failure = await control.SendRawInVainAsync(json, "vsm.s3.intake");
        await control.SendRawAsync($$"""{"taskId":"{{id}}","content":"Sum up the sales."}""", "vsm.s3.intake");

        Assert.That(failure.ToString(), Does.Contain(reason));
        Assert.That((await agent.CommandAsync()).TaskId, Is.EqualTo(id));
    }
}
