using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

/// <summary>A ruling goes to Policy and to the task at once, and Policy may answer before the task has heard of it.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class When_an_answer_overtakes_its_ruling(bool resultKnown)
{
    [Test]
    public async Task A_correction_is_kept_and_the_task_runs_again_once_the_violation_comes()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await RunAsync(control);
        await agent.CommandAsync();

        await task.CorrectedAsync(version: 5);
        var before = await task.StoredAsync();
        await task.ViolatedAsync("long");

        var again = await agent.CommandAsync();
        Assert.That(before.CurrentState, Is.EqualTo(resultKnown ? "Evaluating" : "Executing"));
        Assert.That((again.Attempt, again.ConfigurationVersion, again.Reason), Is.EqualTo((2, 5, "max_sentences is 2 now.")));
        var stored = await task.IsAsync("Executing");
        Assert.That((stored.Corrections, stored.Early), Is.EqualTo((1, (EarlyAnswer?)null)));
        Assert.That(stored.Inbox, Is.Unique);
        var kinds = (await control.JournalAsync(task.Id, stored.Step)).Select(x => x.Kind).ToList();
        Assert.That(kinds.TakeLast(2), Is.EqualTo(["task.correcting", "task.executing"]));
    }

    [Test]
    public async Task A_refused_correction_is_kept_and_a_person_is_asked_once_the_violation_comes()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await RunAsync(control);
        var refusal = TaskMessages.NotCorrected(task.Id, 1);

        await task.PublishAsync(refusal);
        await task.ViolatedAsync("long");

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Wait.Explanation, stored.Output), Is.EqualTo((WaitReason.CorrectionsSpent, refusal.Reason, "long")));
        Assert.That(control.Log.SentOf<ApprovalRequested>().Single().Step, Is.EqualTo(stored.Step));
        Assert.That(control.Failures, Is.Empty);
    }

    [Test]
    public async Task A_refused_clarification_is_kept_and_a_person_is_asked_once_the_request_comes()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await RunAsync(control);
        var refusal = TaskMessages.NotClarified(task.Id, 1);

        await task.PublishAsync(refusal);
        await task.VagueAsync();

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Wait.Explanation), Is.EqualTo((WaitReason.ClarificationsSpent, refusal.Reason)));
    }

    [Test]
    public async Task What_was_kept_is_not_for_a_later_attempt()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await RunAsync(control);
        await task.PublishAsync(TaskMessages.NotCorrected(task.Id, 1));
        await task.ViolatedAsync("long");
        await task.DecidedAsync(PersonDecision.Retry);

        await task.ViolatedAsync("long again");

        await task.IsAsync("Correcting");
    }

    private async Task<TaskInHand> RunAsync(ControlSituation control)
    {
        var task = await control.ATaskAsync();
        if (resultKnown)
        {
            await task.DoneAsync("long");
        }

        return task;
    }
}
