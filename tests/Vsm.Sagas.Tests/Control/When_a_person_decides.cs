using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_person_decides
{
    [Test]
    public async Task Approval_ends_the_task_with_the_output_that_was_shown()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await NotJudgedAsync(control);

        await task.DecidedAsync(PersonDecision.Approve);

        var answer = await task.EndedAsync(TaskOutcome.Approved);
        Assert.That((answer.Output, answer.Reason), Is.EqualTo(("42", "Ada decided Approve: I looked at it.")));
    }

    [Test]
    public async Task An_edited_output_is_approved_instead_of_the_agents()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await NotJudgedAsync(control);

        await task.DecidedAsync(PersonDecision.Approve, output: "Forty-two.");

        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).Output, Is.EqualTo("Forty-two."));
    }

    [Test]
    public async Task Rejection_ends_the_task_without_an_output()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await NotJudgedAsync(control);

        await task.DecidedAsync(PersonDecision.Reject, output: "Never mind.");

        var answer = await task.EndedAsync(TaskOutcome.Rejected);
        Assert.That((answer.Output, answer.Reason), Is.EqualTo(((string?)null, "Ada decided Reject: I looked at it.")));
        Assert.That((await task.StoredAsync()).Output, Is.EqualTo("42"));
    }

    [Test]
    public async Task Retry_gives_the_task_to_an_agent_again_and_nothing_spent_counts()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await NotJudgedAsync(control);

        await task.DecidedAsync(PersonDecision.Retry);

        var stored = await task.IsAsync("Executing");
        Assert.That((stored.Attempt, stored.Corrections, stored.Failures, stored.Wait), Is.EqualTo((2, 0, 0, (object?)null)));
        Assert.That(task.Commands[^1].Reason, Is.EqualTo("Ada decided Retry: I looked at it."));
    }

    [Test]
    public async Task Corrections_and_failures_from_before_a_retry_do_not_count()
    {
        await using var control = await ControlSituation.StartAsync(new() { Corrections = 1 });
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.FailedAsync(ExecutionError.Transient);
        await task.FailedAsync(ExecutionError.Transient);
        await task.ViolatedAsync();
        await task.CorrectedAsync();
        await task.ViolatedAsync();
        await task.IsAsync("AwaitingPerson");

        await task.DecidedAsync(PersonDecision.Retry);
        await task.FailedAsync(ExecutionError.Transient);
        await task.FailedAsync(ExecutionError.Transient);
        await task.IsAsync("Executing");
        await task.ViolatedAsync();

        await task.IsAsync("Correcting");
    }

    [Test]
    public async Task Nothing_is_approved_where_there_is_no_output()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();
        await task.PublishAsync(TaskMessages.GapNotClosed(task.Id, 0));
        var before = await task.IsAsync("AwaitingPerson");

        await task.DecidedAsync(PersonDecision.Approve, output: "From thin air.");

        var after = await task.IsAsync("AwaitingPerson");
        Assert.That(after.Step, Is.EqualTo(before.Step));
        Assert.That(before.Wait!.Answers, Is.EqualTo([PersonDecision.Reject, PersonDecision.Retry]));
        await task.DecidedAsync(PersonDecision.Reject);
        await task.EndedAsync(TaskOutcome.Rejected);
    }

    [Test]
    public async Task A_decision_on_an_older_step_has_no_effect()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await NotJudgedAsync(control);
        var older = (await task.StoredAsync()).Step;
        await task.DecidedAsync(PersonDecision.Retry);
        await task.NotJudgedAsync();

        await task.DecidedAsync(PersonDecision.Reject, step: older);

        await task.IsAsync("AwaitingPerson");
        Assert.That(task.Answers, Is.Empty);
    }

    [Test]
    public async Task The_time_that_the_organisation_gives_a_person_counts()
    {
        await using var control = await ControlSituation.StartAsync(new() { PersonTimeoutMs = 60_000 });
        var task = await NotJudgedAsync(control);

        await task.PassAsync(TimeSpan.FromSeconds(59));
        await task.IsAsync("AwaitingPerson");
        await task.PassAsync(TimeSpan.FromSeconds(1));

        Assert.That((await task.EndedAsync(TaskOutcome.Expired)).Reason, Is.EqualTo("Nobody answered in time."));
    }

    private static async Task<TaskInHand> NotJudgedAsync(ControlSituation control)
    {
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.DoneAsync();
        await task.NotJudgedAsync();
        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Wait.Explanation), Is.EqualTo((WaitReason.NotJudged, "short: There is no judge.")));
        return task;
    }
}
