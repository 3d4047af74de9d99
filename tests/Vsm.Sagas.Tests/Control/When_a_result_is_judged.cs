using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_result_is_judged
{
    [Test]
    public async Task The_ruling_may_overtake_the_result()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.ApprovedAsync(output: "42", cost: 0.02m);
        var answer = await task.EndedAsync(TaskOutcome.Approved);
        await task.DoneAsync("43", cost: 0.02m);

        Assert.That((answer.Output, answer.Usage.Cost), Is.EqualTo(("42", 0.02m)));
        var stored = await task.StoredAsync();
        Assert.That((stored.Output, stored.Cost, stored.Step), Is.EqualTo(("42", 0.02m, 2)));
        Assert.That(task.Answers, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_violation_is_corrected_and_the_task_runs_again_under_the_new_configuration()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await agent.CommandAsync();
        await task.DoneAsync("long", cost: 0.01m);

        await task.ViolatedAsync("long");
        var waiting = await task.IsAsync("Correcting");
        await task.CorrectedAsync(version: 5);
        var again = await agent.CommandAsync();
        await task.DoneAsync("short", cost: 0.01m);
        await task.ApprovedAsync(output: "short");

        Assert.That(waiting.Reason, Is.EqualTo("short: It is too long."));
        Assert.That((again.Attempt, again.ConfigurationVersion, again.Reason), Is.EqualTo((2, 5, "max_sentences is 2 now.")));
        var answer = await task.EndedAsync(TaskOutcome.Approved);
        Assert.That((answer.Output, answer.Attempts, answer.RulingId, answer.Usage.Cost), Is.EqualTo(("short", 2, TaskMessages.RulingOf(2, 1), 0.02m)));
        var journal = await control.JournalAsync(task.Id, steps: 6);
        Assert.That(journal.Select(x => x.Kind), Is.EqualTo(
            ["task.executing", "task.evaluating", "task.correcting", "task.executing", "task.evaluating", "task.approved"]));
    }

    [Test]
    public async Task The_corrected_agent_gets_the_task_back_although_another_has_less_to_do()
    {
        await using var control = await ControlSituation.StartAsync();
        var corrected = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await corrected.CommandAsync();
        await control.AnAgentAsync(2, "sums");
        await control.ReportAsync(corrected, running: 9);

        await task.ViolatedAsync();
        await task.CorrectedAsync();

        Assert.That((await corrected.CommandAsync()).Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task Findings_of_an_earlier_attempt_are_not_shown_for_a_later_one()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.ViolatedAsync("long");
        await task.CorrectedAsync();
        await task.DoneAsync("short");

        await task.PassAsync(TimeSpan.FromMinutes(10));

        var asked = control.Log.SentOf<ApprovalRequested>().Single();
        Assert.That((asked.Output, asked.Reason), Is.EqualTo(("short", WaitReason.NotJudged)));
        Assert.That(asked.Findings, Is.Empty);
        await task.DecidedAsync(PersonDecision.Approve);
        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).RulingId, Is.Null);
    }

    [Test]
    public async Task A_violation_without_a_remedy_waits_for_a_person()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.ViolatedAsync("long");

        await task.PublishAsync(TaskMessages.NotCorrected(task.Id, 1));

        var stored = await task.IsAsync("AwaitingPerson");
        var asked = control.Log.SentOf<ApprovalRequested>().Single();
        Assert.That(asked.Findings.Select(x => x.Verdict), Is.EqualTo([Verdict.Violated]));
        Assert.That(asked, Is.EqualTo(new ApprovalRequested
        {
            TaskId = task.Id, Number = 1, Step = stored.Step, Attempt = 1, Reason = WaitReason.CorrectionsSpent, Explanation = "No remedy is known.",
            Answers = asked.Answers, Content = "Sum up the sales.", Output = "long", Findings = asked.Findings,
            ExpiresAt = control.Clock.GetUtcNow().AddDays(7),
        }));
        Assert.That(asked.Answers, Is.EqualTo([PersonDecision.Approve, PersonDecision.Reject, PersonDecision.Retry]));
        Assert.That(stored.Wait!.ExpiresAt, Is.EqualTo(asked.ExpiresAt));
    }

    [Test]
    public async Task Spent_corrections_lead_to_a_person()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { Corrections = 2 });
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        for (var i = 0; i < 2; i++)
        {
            await task.ViolatedAsync();
            await task.CorrectedAsync(version: i + 2);
        }

        await task.ViolatedAsync();

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Attempt, stored.Corrections, stored.Wait!.Reason), Is.EqualTo((3, 2, WaitReason.CorrectionsSpent)));
        Assert.That(stored.Wait.Explanation, Is.EqualTo("Violated after 2 corrections, as many as a task gets. short: It is too long."));
        Assert.That(task.Commands.Select(x => x.ConfigurationVersion), Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task A_vague_policy_is_clarified_and_the_same_attempt_judged_again()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.DoneAsync();

        await task.VagueAsync();
        Assert.That((await task.IsAsync("Clarifying")).Evaluation, Is.EqualTo(2));
        await task.ClarifiedAsync(policies: 7);
        var again = await task.IsAsync("Evaluating");
        await task.ApprovedAsync(evaluation: 2);

        Assert.That((again.Clarifications, again.PolicySetVersion, again.Attempt), Is.EqualTo((1, 7, 1)));
        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).RulingId, Is.EqualTo(TaskMessages.RulingOf(1, 2)));
        Assert.That(task.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_new_ruling_may_overtake_the_word_that_the_policy_is_clarified()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.VagueAsync();

        await task.ApprovedAsync(evaluation: 2);
        await task.ClarifiedAsync(evaluation: 1);

        await task.EndedAsync(TaskOutcome.Approved);
        Assert.That((await task.StoredAsync()).Clarifications, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Spent_clarifications_lead_to_a_person(bool overtaken)
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { Clarifications = 2 });
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        for (var evaluation = 1; evaluation <= 2; evaluation++)
        {
            await task.VagueAsync(evaluation);
            await task.IsAsync("Clarifying");
            if (!overtaken)
            {
                await task.ClarifiedAsync(evaluation);
            }
        }

        await task.VagueAsync(evaluation: 3);

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Clarifications, stored.Wait!.Reason), Is.EqualTo((2, WaitReason.ClarificationsSpent)));
        Assert.That(stored.Reason, Is.EqualTo("Vague after 2 clarifications, as many as a task gets. short: Long may mean two things."));
    }

    [Test]
    public async Task A_policy_that_cannot_be_clarified_waits_for_a_person()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        await task.VagueAsync();

        await task.PublishAsync(TaskMessages.NotClarified(task.Id, 1));

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Reason), Is.EqualTo((WaitReason.ClarificationsSpent, "Only a person knows.")));
    }
}
