using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_time_limit_passes
{
    [TestCase("Evaluating", 10, WaitReason.NotJudged, "Audit did not answer within the time limit.")]
    [TestCase("Correcting", 10, WaitReason.CorrectionsSpent, "Policy did not answer the violation within the time limit.")]
    [TestCase("Clarifying", 10, WaitReason.ClarificationsSpent, "Policy did not clarify within the time limit.")]
    [TestCase("ClosingGap", 10, WaitReason.NoTemplate, "Policy did not answer the capability gap within the time limit.")]
    [TestCase("Delegating", 2, WaitReason.NoAgent, "System 1 1 (agent-1) could do it but take no tasks now.")]
    public async Task Silence_leads_to_a_person(string state, int minutes, WaitReason reason, string explanation)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var before = await task.StoredAsync();

        if (state != "Delegating")
        {
            await task.PassAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromTicks(1));
            Assert.That((await task.IsAsync(state)).Step, Is.EqualTo(before.Step));
            await task.PassAsync(TimeSpan.FromTicks(1));
        }
        else
        {
            await task.PassAsync(TimeSpan.FromMinutes(minutes));
        }

        var wait = (await task.IsAsync("AwaitingPerson")).Wait!;
        Assert.That((wait.Reason, wait.Explanation), Is.EqualTo((reason, explanation)));
        Assert.That(control.Failures, Is.Empty);
    }

    [Test]
    public async Task A_silent_agent_is_told_to_stop_charged_with_its_estimate_and_asked_again()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.UnregisteredAsync(1, "sums");
        agent.Info = agent.Info with { CostPerTask = 0.03m };
        await control.RegisteredAsync(agent);
        var task = await control.ATaskAsync();

        await task.PassAsync(TimeSpan.FromHours(1));

        var stored = await task.IsAsync("Executing");
        Assert.That((stored.Attempt, stored.Failures, stored.Cost), Is.EqualTo((2, 1, 0.03m)));
        Assert.That(control.Log.SentOf<TaskAttemptAbandoned>().Single(), Is.EqualTo(
            new TaskAttemptAbandoned { TaskId = task.Id, Attempt = 1, Reason = "no answer within the time limit" }));
        Assert.That((task.Commands[^1].CostLimit, task.Commands[^1].Reason), Is.EqualTo((0.07m, "System 1 1 did not answer within the time limit.")));

        await task.DoneAsync(attempt: 1);
        Assert.That((await task.IsAsync("Executing")).Output, Is.Null);
        await task.PassAsync(TimeSpan.FromHours(1));
        await task.PassAsync(TimeSpan.FromHours(1));
        Assert.That((await task.EndedAsync(TaskOutcome.Failed)).Reason, Is.EqualTo(
            "Failed 3 times, at last: System 1 1 did not answer within the time limit."));
    }

    [TestCase("AwaitingPerson")]
    [TestCase("AwaitingBudget")]
    public async Task A_task_that_nobody_answers_expires(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);

        await task.PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromTicks(1));
        await task.IsAsync(state);
        await task.PassAsync(TimeSpan.FromTicks(1));

        Assert.That((await task.EndedAsync(TaskOutcome.Expired)).Reason, Is.EqualTo("Nobody answered in time."));
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.Waiting))]
    public async Task The_tasks_own_deadline_ends_it_in_every_state(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state, x => x with { Deadline = control.Clock.GetUtcNow().AddSeconds(3) });

        await task.PassAsync(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        await task.IsAsync(state);
        await task.PassAsync(TimeSpan.FromTicks(1));

        await task.EndedAsync(TaskOutcome.Expired);
        Assert.That(control.Log.SentOf<TaskAttemptAbandoned>().Select(x => x.Attempt), state == "Executing" ? Is.EqualTo([2]) : Is.Empty);
    }

    [Test]
    public async Task Looking_twice_changes_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("Evaluating");
        var step = (await task.StoredAsync()).Step;
        control.Clock.Advance(TimeSpan.FromMinutes(10));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => task.SendAsync(new CheckTaskDeadline { TaskId = task.Id, Step = step })));

        Assert.That((await task.IsAsync("AwaitingPerson")).Step, Is.EqualTo(step + 1));
        Assert.That(control.Log.SentOf<ApprovalRequested>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_check_before_the_time_changes_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("Executing");
        var before = await task.StoredAsync();

        await task.SendAsync(new CheckTaskDeadline { TaskId = task.Id, Step = before.Step });

        Assert.That((await task.IsAsync("Executing")).Step, Is.EqualTo(before.Step));
    }

    [Test]
    public async Task An_agent_that_is_late_by_a_failure_is_not_charged_twice()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("Executing");

        await task.FailedAsync(ExecutionError.Transient, cost: 0.01m);
        await task.PublishAsync(TaskMessages.Failed(task.Id, 2, ExecutionError.Transient, cost: 0.01m));

        var stored = await task.IsAsync("Executing");
        Assert.That((stored.Attempt, stored.Failures, stored.Cost), Is.EqualTo((3, 1, 0.01m)));
    }
}
