using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Tasks;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

/// <summary>What is done stays done: with money there, the result is judged, and nothing else happens again.</summary>
public sealed class When_judging_waits_for_budget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task The_task_waits_and_is_judged_after_a_top_up_that_is_enough()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await DoneAsync(control);

        var refused = await AskAsync(task, least: 0.09m);
        var waiting = await task.IsAsync("AwaitingBudget");
        await task.RaiseBudgetAsync(0.105m);
        var still = await task.IsAsync("AwaitingBudget");
        var early = control.Log.SentOf<ResumeEvaluation>().Count;
        await task.RaiseBudgetAsync(0.20m);

        var judged = await task.IsAsync("Evaluating");
        var resumed = control.Log.SentOf<ResumeEvaluation>().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Granted, refused.Refused!.Waits, refused.Refused.Again), Is.EqualTo((null as decimal?, true, false)));
            Assert.That(waiting.Reason, Is.EqualTo("Of the task's limit of 0.10 USD 0.08 are left for judging, which takes at least 0.09."));
            Assert.That((waiting.Output, waiting.Attempt, waiting.Cost), Is.EqualTo(("42", 1, 0.02m)));
            Assert.That((still.Reason, early), Is.EqualTo(("Of the task's limit of 0.105 USD 0.085 are left for judging, which takes at least 0.09.", 0)));
            Assert.That((resumed.TaskId, resumed.Attempt, resumed.Evaluation), Is.EqualTo((task.Id, 1, 1)));
            Assert.That((judged.Attempt, judged.Output, judged.Cost, judged.Money!.Judging, task.Commands.Count), Is.EqualTo((1, "42", 0.02m, 0m, 1)));
        }

        Assert.That((await AskAsync(task, least: 0.09m)).Granted, Is.EqualTo(0.18m));
        await task.PublishAsync(Approved(task.Id, 0.02m, 0.10m));
        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).Usage.Cost, Is.EqualTo(0.12m));
    }

    [Test]
    public async Task A_cap_that_others_share_keeps_for_it_what_the_work_cost_and_no_more()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        var task = await DoneAsync(control);

        await AskAsync(task, least: 0.04m);
        await task.IsAsync("AwaitingBudget");
        var held = await AccountAsync(control);
        await RaiseVsmAsync(control, 0.02m);
        await task.LeftAsync("AwaitingBudget");

        Assert.That(held, Is.EqualTo((0m, 0.02m)));
        Assert.That(await AccountAsync(control), Is.EqualTo((0m, 0.06m)), "what the work cost, and what judging takes at least");
        Assert.That((await AskAsync(task, least: 0.04m)).Granted, Is.EqualTo(0.05m));
        await task.PublishAsync(Approved(task.Id, 0.02m, 0.045m));
        await task.EndedAsync(TaskOutcome.Approved);
        Assert.That(await AccountAsync(control), Is.EqualTo((0.065m, 0m)));
        Assert.That(task.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_looks_by_itself_too_and_waits_on_without_a_word_to_anybody()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        var task = await DoneAsync(control);
        await AskAsync(task, least: 0.04m);

        await task.PassAsync(TimeSpan.FromMinutes(1));

        var waiting = await task.IsAsync("AwaitingBudget");
        Assert.That(waiting.Reason, Is.EqualTo("The budget of VSM root has 0.03 of 0.05 USD left, and judging takes at least 0.04."));
        Assert.That((control.Log.SentOf<ResumeEvaluation>().Count, await AccountAsync(control)), Is.EqualTo((0, (0m, 0.02m))));
        await task.PassAsync(TimeSpan.FromDays(7));
        await task.EndedAsync(TaskOutcome.Expired);
        Assert.That(await AccountAsync(control), Is.EqualTo((0.02m, 0m)));
    }

    [Test]
    public async Task Asked_again_meanwhile_it_says_so_again()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await DoneAsync(control);
        var id = NewId.NextGuid();

        await AskAsync(task, least: 0.09m, id: id);
        var before = await task.IsAsync("AwaitingBudget");
        var again = await AskAsync(task, least: 0.09m, id: id);
        var anew = await AskAsync(task, least: 0.09m);
        var other = await AskAsync(task, least: 0.09m, canWait: false);

        Assert.That((again.Refused!.Waits, anew.Refused!.Waits, other.Refused!.Waits), Is.EqualTo((true, true, false)));
        Assert.That((await task.IsAsync("AwaitingBudget")).Step, Is.EqualTo(before.Step));
    }

    [Test]
    public async Task Where_the_result_is_still_on_its_way_it_is_asked_for_a_moment_later()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostPerTask = 0.02m });
        var task = await control.ATaskAsync();

        var refused = await AskAsync(task, least: 0.09m, work: 0.02m);

        Assert.That((refused.Refused!.Again, refused.Refused.Waits), Is.EqualTo((true, false)));
        await task.IsAsync("Executing");
        await task.DoneAsync(cost: 0.02m);
        Assert.That((await AskAsync(task, least: 0.09m)).Refused!.Waits, Is.True);
        Assert.That((await task.IsAsync("AwaitingBudget")).Output, Is.EqualTo("42"));
    }

    [Test]
    public async Task System_3_star_that_cannot_wait_has_a_person_decide()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await DoneAsync(control);

        var refused = await AskAsync(task, least: 0.09m, canWait: false);
        await task.NotJudgedAsync();

        Assert.That(refused.Refused!.Reason, Does.EndWith("raise it, and retry."));
        await task.IsAsync("AwaitingPerson");
    }

    [Test]
    public async Task Cancelled_it_has_cost_what_the_work_did()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        var task = await DoneAsync(control);
        await AskAsync(task, least: 0.04m);

        await task.CancelAsync();

        Assert.That((await task.EndedAsync(TaskOutcome.Cancelled)).Usage.Cost, Is.EqualTo(0.02m));
        Assert.That(await AccountAsync(control), Is.EqualTo((0.02m, 0m)));
    }

    [Test]
    public async Task The_top_up_that_comes_again_tells_System_3_star_again()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await DoneAsync(control);
        await AskAsync(task, least: 0.09m);
        var raise = new RaiseTaskBudget { TaskId = task.Id, CostLimit = 0.20m, By = "Ada" };
        var first = await task.SendAsync(raise);

        await control.SendAgainAsync(first.MessageId, raise, TaskStateMachine.Queue);

        await control.Log.SendingsOf<ResumeEvaluation>(2, x => x.TaskId == task.Id);
        Assert.That(control.Log.Sent.Where(x => x.Message is ResumeEvaluation).Select(x => x.MessageId).Distinct().Count(), Is.EqualTo(1));
        await task.IsAsync("Evaluating");
    }

    private static async Task<TaskInHand> DoneAsync(ControlSituation control)
    {
        await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostPerTask = 0.02m });
        var task = await control.ATaskAsync(); // its limit is 0.10 USD
        await task.DoneAsync(cost: 0.02m);
        return task;
    }

    private static async Task<(decimal? Granted, JudgingRefused? Refused)> AskAsync(TaskInHand task, decimal least, decimal? work = null, bool canWait = true, Guid? id = null)
    {
        var stored = await task.StoredAsync();
        var client = task.Control.Bus.CreateRequestClient<ReserveJudging>(new Uri($"exchange:{TaskStateMachine.Queue}"), Patience);
        var asked = new ReserveJudging
        {
            TaskId = task.Id, Attempt = stored.Attempt, Evaluation = 1, Usage = new Usage { Cost = work ?? stored.Cost }, Least = least, Wanted = 0.50m, CanWait = canWait,
        };
        var answer = await client.GetResponse<JudgingGranted, JudgingRefused>(asked, x => x.UseExecute(y => y.MessageId = id ?? y.MessageId));
        return answer.Is(out Response<JudgingGranted>? granted) ? (granted.Message.Amount, null)
            : answer.Is(out Response<JudgingRefused>? refused) ? (null, refused.Message)
            : throw new AssertionException("Neither granted nor refused.");
    }

    private static TaskResultApprovedMessage Approved(Guid task, decimal work, decimal judging)
    {
        var approved = TaskMessages.Approved(task, 1, cost: work);
        return approved with { Ruling = approved.Ruling with { Usage = new Usage { InputTokens = 5, Cost = judging } } };
    }

    private static Task RaiseVsmAsync(ControlSituation control, decimal more) =>
        control.SendAsync(new ChangeBudget { RequestId = Guid.NewGuid(), Kind = BudgetKind.Vsm, Raise = more }, "vsm.s3.budgets");

    private static async Task<(decimal Spent, decimal Reserved)> AccountAsync(ControlSituation control)
    {
        var account = await control.ReadAsync(x => x.Budgets.AsNoTracking().SingleAsync(y => y.Key == BudgetKeys.Vsm("root")));
        Assert.That(account.Spent + account.Reserved, Is.LessThanOrEqualTo(account.Cap ?? decimal.MaxValue));
        return (account.Spent, account.Reserved);
    }
}
