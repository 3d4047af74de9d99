using MassTransit;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_task_is_cancelled
{
    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.Waiting))]
    public async Task It_ends_in_every_state_and_only_a_working_agent_is_told(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);

        await task.CancelAsync("not needed");
        await task.CancelAsync("not needed");

        Assert.That((await task.EndedAsync(TaskOutcome.Cancelled)).Reason, Is.EqualTo("Cancelled by Ada: not needed."));
        Assert.That(
            control.Log.SentOf<TaskAttemptAbandoned>(),
            state == "Executing" ? Is.EqualTo([new TaskAttemptAbandoned { TaskId = task.Id, Attempt = 2, Reason = "cancelled" }]) : Is.Empty);
    }

    [Test]
    public async Task It_may_be_cancelled_before_it_came_in()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var id = NewId.NextGuid();

        var cancelling = control.SendAsync(new CancelTask { TaskId = id }, TaskStateMachine.Queue);
        await control.SendAsync(TaskMessages.Task(id), TaskStateMachine.Queue);
        var dealt = await cancelling;

        Assert.That(dealt.Failure, Is.Null);
        Assert.That((await new TaskInHand(control, id).EndedAsync(TaskOutcome.Cancelled)).Reason, Is.EqualTo("Cancelled by its requestor."));
    }

    [Test]
    public async Task A_task_that_never_comes_in_cannot_be_cancelled()
    {
        await using var control = await ControlSituation.EmptyAsync(null, ("Vsm:Retries", "1"));

        var dealt = await control.SendAsync(new CancelTask { TaskId = NewId.NextGuid() }, TaskStateMachine.Queue);

        Assert.That(dealt.Failure, Is.InstanceOf<SagaException>());
    }
}
