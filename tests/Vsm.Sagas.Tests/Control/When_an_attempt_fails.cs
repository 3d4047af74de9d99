using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_an_attempt_fails
{
    [Test]
    public async Task Bad_input_ends_the_task_at_once()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.FailedAsync(ExecutionError.BadInput, "sales.csv, row 3: no number.", cost: 0.01m);

        var answer = await task.EndedAsync(TaskOutcome.Failed);
        Assert.That((answer.Reason, answer.Attempts, answer.Usage.Cost), Is.EqualTo(("sales.csv, row 3: no number.", 1, 0.01m)));
    }

    [Test]
    public async Task What_is_not_set_up_waits_for_a_person_who_can_have_it_tried_again()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.FailedAsync(ExecutionError.NotSetUp, "The key is refused.");

        var wait = (await task.IsAsync("AwaitingPerson")).Wait!;
        Assert.That((wait.Reason, wait.Explanation), Is.EqualTo((WaitReason.NoAgent, "The key is refused.")));
        Assert.That(wait.Answers, Is.EqualTo([PersonDecision.Reject, PersonDecision.Retry]));
        await task.DecidedAsync(PersonDecision.Retry);
        Assert.That((await task.IsAsync("Executing")).Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task What_may_pass_is_tried_three_times()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.FailedAsync(ExecutionError.Transient);
        Assert.That((await task.IsAsync("Executing")).Attempt, Is.EqualTo(2));
        await task.FailedAsync(ExecutionError.TimedOut, "5 minutes passed.");
        Assert.That((await task.IsAsync("Executing")).Reason, Is.EqualTo("ErrTaskTimeout: 5 minutes passed."));
        await task.FailedAsync(ExecutionError.Transient, cost: 0.01m);

        var answer = await task.EndedAsync(TaskOutcome.Failed);
        Assert.That((answer.Reason, answer.Attempts), Is.EqualTo(("Failed 3 times, at last: The disk is full.", 3)));
        Assert.That(task.Commands.Select(x => x.Reason), Is.EqualTo([null, "The disk is full.", "ErrTaskTimeout: 5 minutes passed."]));
    }

    [Test]
    public async Task A_command_that_breaks_its_consumer_is_given_out_again()
    {
        await using var control = await ControlSituation.StartAsync();
        var broken = await control.AnAgentAsync(1, "sums");
        broken.Breaks = new MessageRefusedException("The model is gone.");

        var task = await control.ATaskAsync();
        await control.Log.ConsumptionOf<Fault<AssignTaskMessage>>(TaskStateMachine.Queue, x => x.Message.Attempt == 3);

        var answer = await task.EndedAsync(TaskOutcome.Failed);
        Assert.That(answer.Reason, Is.EqualTo("Failed 3 times, at last: System 1 1 failed: MessageRefusedException: The model is gone."));
        Assert.That(task.Commands.Select(x => x.Attempt), Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task A_fault_of_somebody_elses_command_is_not_the_agents()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.PublishAsync(TaskMessages.FaultOf(TaskMessages.Task(task.Id) with { Attempt = 1 }, "Handed in with an attempt."));

        Assert.That((await task.IsAsync("Executing")).Failures, Is.Zero);
    }

    [Test]
    public async Task A_result_that_audit_breaks_on_waits_for_a_person() =>
        await WaitsAsync(
            x => x.DoneAsync(), x => x.PublishAsync(TaskMessages.FaultOf(TaskMessages.Result(x.Id, 1), "No judge.")), WaitReason.NotJudged,
            "Audit failed to judge: InvalidOperationException: No judge.");

    [Test]
    public async Task A_violation_that_policy_breaks_on_waits_for_a_person() =>
        await WaitsAsync(
            x => x.ViolatedAsync(), x => x.PublishAsync(TaskMessages.FaultOf(TaskMessages.Violated(x.Id, 1), "No store.")), WaitReason.CorrectionsSpent,
            "Policy failed to correct: InvalidOperationException: No store.");

    [Test]
    public async Task A_vague_policy_that_policy_breaks_on_waits_for_a_person() =>
        await WaitsAsync(
            x => x.VagueAsync(), x => x.PublishAsync(TaskMessages.FaultOf(TaskMessages.Vague(x.Id, 1), "No store.")), WaitReason.ClarificationsSpent,
            "Policy failed to clarify: InvalidOperationException: No store.");

    [Test]
    public async Task A_gap_that_policy_breaks_on_waits_for_a_person()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();

        await task.PublishAsync(TaskMessages.FaultOf(control.Log.SentOf<CapabilityGapMessage>().Single(), "No store."));

        Assert.That((await task.IsAsync("AwaitingPerson")).Wait!.Explanation, Is.EqualTo("Policy failed to make a System 1: InvalidOperationException: No store."));
    }

    [Test]
    public async Task A_listener_that_breaks_on_an_agents_refusal_does_not_hold_up_the_gap()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();

        await task.PublishAsync(TaskMessages.FaultOf(TaskMessages.Gap(task.Id, 0), "No store."));

        await task.IsAsync("ClosingGap");
    }

    private static async Task WaitsAsync(Func<TaskInHand, Task> comes, Func<TaskInHand, Task> breaks, WaitReason reason, string explanation)
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await comes(task);
        await breaks(task);
        var wait = (await task.IsAsync("AwaitingPerson")).Wait!;
        Assert.That((wait.Reason, wait.Explanation), Is.EqualTo((reason, explanation)));
        await task.DecidedAsync(PersonDecision.Retry);
        Assert.That((await task.IsAsync("Executing")).Attempt, Is.EqualTo(2));
    }
}
