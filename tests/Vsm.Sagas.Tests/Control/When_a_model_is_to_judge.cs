using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Tasks;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

/// <summary>What it costs is set aside before it is asked, also for System 1s without a model, for whose work nothing was.</summary>
public sealed class When_a_model_is_to_judge
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task It_gets_what_the_task_has_left_and_no_more()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync(); // its limit is 0.10 USD
        await task.DoneAsync(cost: 0.02m);

        var granted = await AskAsync(task, least: 0.01m, wanted: 0.50m);

        Assert.That(granted.Amount, Is.EqualTo(0.08m));
        var stored = await task.IsAsync("Evaluating");
        Assert.That((stored.Reserved, stored.Cost, stored.Money!.Judging), Is.EqualTo((0.10m, 0.02m, 0.08m)));
    }

    [Test]
    public async Task It_gets_nothing_where_too_little_is_left()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);

        var refused = await AskAsync(task, least: 0.09m, wanted: 0.50m);

        Assert.That((refused.Amount, refused.Reason), Is.EqualTo((null as decimal?, "Of the task's limit of 0.10 USD 0.08 are left for judging, which takes at least 0.09: raise it, and retry.")));
        Assert.That((await task.IsAsync("Evaluating")).Reserved, Is.EqualTo(0.02m));
    }

    [Test]
    public async Task It_may_be_asked_for_before_the_result_is_here()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();

        var granted = await AskAsync(task, least: 0.01m, wanted: 0.50m, work: 0.02m);
        await task.DoneAsync(cost: 0.02m);
        await task.PublishAsync(Approved(task.Id, 0.02m, 0.03m));

        Assert.That(granted.Amount, Is.EqualTo(0.08m));
        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).Usage.Cost, Is.EqualTo(0.05m));
    }

    [Test]
    public async Task What_the_ruling_says_is_booked_and_the_rest_is_free()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 1m });
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);
        await AskAsync(task, least: 0.01m, wanted: 0.05m);
        var held = await AccountAsync(control, BudgetKeys.Vsm("root"));

        await task.PublishAsync(Approved(task.Id, 0.02m, 0.03m));

        Assert.That(held, Is.EqualTo((0m, 0.07m)));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.05m, 0m)));
        await task.EndedAsync(TaskOutcome.Approved);
    }

    [Test]
    public async Task The_caps_of_VSM_and_System_1_hold_for_it_too()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        await PricedAsync(control, 0.02m);
        var first = await control.ATaskAsync();
        var second = await control.ATaskAsync();
        await first.DoneAsync(cost: 0.02m);

        var refused = await AskAsync(first, least: 0.02m, wanted: 0.08m);
        var little = await AskAsync(first, least: 0.01m, wanted: 0.08m);

        Assert.That(refused.Reason, Does.StartWith("The budget of VSM root has 0.01 of 0.05 USD left, and judging takes at least 0.02"));
        Assert.That(little.Amount, Is.EqualTo(0.01m));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0m, 0.05m)));
        await second.IsAsync("Executing");
    }

    [Test]
    public async Task An_agent_that_costs_nothing_draws_on_the_task_above_for_it()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var parent = await control.ATaskAsync(x => x with { CostLimit = 0.05m });
        var task = await control.ATaskAsync(x => x with { ParentTaskId = parent.Id });
        await task.DoneAsync();

        var first = await AskAsync(task, least: 0.01m, wanted: 0.03m);
        var again = await Eventually.ReadAsync("the account of the task above", () => AskAsync(task, least: 0.01m, wanted: 0.08m), x => x.Amount is not null);

        Assert.That((first.Amount, first.Again), Is.EqualTo((null as decimal?, true)));
        Assert.That(again.Amount, Is.EqualTo(0.05m));
        Assert.That(await AccountAsync(control, BudgetKeys.Task(parent.Id)), Is.EqualTo((0m, 0.05m)));
        await parent.RaiseBudgetAsync(0.06m);
        await task.PublishAsync(Approved(task.Id, 0, 0.04m));
        Assert.That(await AccountAsync(control, BudgetKeys.Task(parent.Id)), Is.EqualTo((0.04m, 0m)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Where_no_ruling_comes_all_of_it_counts_as_spent(bool cancelled)
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 1m });
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);
        await AskAsync(task, least: 0.01m, wanted: 0.05m);

        await (cancelled ? task.CancelAsync() : task.PassAsync(TimeSpan.FromHours(1)));

        var stored = await task.IsAsync(cancelled ? "Cancelled" : "AwaitingPerson");
        Assert.That((stored.Cost, stored.Money!.Uncounted, stored.Money.Judging), Is.EqualTo((0.07m, 0.05m, 0m)));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.07m, 0m)));
        var booked = (await control.JournalAsync(task.Id, stored.Step))[^1].Read<TaskProgress>().Booked!;
        Assert.That(booked.Select(x => (x.Kind, x.Usage.Cost, x.Usage.UncountedCost)), Is.EqualTo([(LedgerKind.Judging, 0.05m, 0.05m)]));
    }

    [Test]
    public async Task One_that_is_asked_for_anew_leaves_what_the_first_may_have_spent()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);

        await AskAsync(task, least: 0.01m, wanted: 0.05m);
        var second = await AskAsync(task, least: 0.01m, wanted: 0.05m);

        Assert.That(second.Amount, Is.EqualTo(0.03m));
        Assert.That((await task.StoredAsync()).Cost, Is.EqualTo(0.07m));
    }

    [Test]
    public async Task The_same_request_that_comes_again_gets_the_same_answer()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);
        var id = NewId.NextGuid();

        var first = await AskAsync(task, least: 0.01m, wanted: 0.05m, id: id);
        var again = await AskAsync(task, least: 0.01m, wanted: 0.05m, id: id);

        Assert.That((first.Amount, again.Amount), Is.EqualTo((0.05m, 0.05m)));
        Assert.That((await task.StoredAsync()).Cost, Is.EqualTo(0.02m));
    }

    [Test]
    public async Task After_a_clarification_it_gets_what_is_left_by_then()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);
        await AskAsync(task, least: 0.01m, wanted: 0.08m);
        var vague = TaskMessages.Vague(task.Id, 1, cost: 0.02m);
        await task.PublishAsync(vague with { Ruling = vague.Ruling with { Usage = new Usage { Cost = 0.05m } } });
        await task.IsAsync("Clarifying");

        var second = await AskAsync(task, least: 0.01m, wanted: 0.08m, evaluation: 2);

        Assert.That(second.Amount, Is.EqualTo(0.03m));
    }

    [TestCase("AwaitingPerson")]
    [TestCase("Correcting")]
    public async Task A_task_that_has_moved_on_pays_for_none(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var before = await task.StoredAsync();

        var refused = await AskAsync(task, least: 0.01m, wanted: 0.05m);

        Assert.That(refused.Reason, Does.StartWith("The task has moved on"));
        Assert.That((await task.StoredAsync()).Step, Is.EqualTo(before.Step));
    }

    [Test]
    public async Task Limits_of_an_attempt_and_of_a_call_hold_for_it()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostPerAttempt = 0.06m, CostPerCall = 0.03m });
        await PricedAsync(control, 0.02m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.02m);

        var granted = await AskAsync(task, least: 0.01m, wanted: 0.50m);

        Assert.That((granted.Amount, granted.CallLimit), Is.EqualTo((0.04m, 0.03m)));
    }

    private sealed record Answer(decimal? Amount, string? Reason, bool Again, decimal? CallLimit);

    private static async Task<Answer> AskAsync(
        TaskInHand task, decimal least, decimal wanted, decimal? work = null, int evaluation = 1, Guid? id = null)
    {
        var stored = await task.StoredAsync();
        var client = task.Control.Bus.CreateRequestClient<ReserveJudging>(new Uri($"exchange:{TaskStateMachine.Queue}"), Patience);
        var asked = new ReserveJudging
        {
            TaskId = task.Id, Attempt = stored.Attempt, Evaluation = evaluation, Usage = new Usage { Cost = work ?? stored.Cost }, Least = least, Wanted = wanted,
        };
        var answer = await client.GetResponse<JudgingGranted, JudgingRefused>(asked, x => x.UseExecute(y => y.MessageId = id ?? y.MessageId));
        return answer.Is(out Response<JudgingGranted>? granted) ? new Answer(granted.Message.Amount, null, false, granted.Message.CallLimit)
            : answer.Is(out Response<JudgingRefused>? refused) ? new Answer(null, refused.Message.Reason, refused.Message.Again, null)
            : throw new AssertionException("Neither granted nor refused.");
    }

    private static Contracts.Audit.TaskResultApprovedMessage Approved(Guid task, decimal work, decimal judging)
    {
        var approved = TaskMessages.Approved(task, 1, cost: work);
        return approved with { Ruling = approved.Ruling with { Usage = new Usage { InputTokens = 5, Cost = judging } } };
    }

    private static async Task<(decimal Spent, decimal Reserved)> AccountAsync(ControlSituation control, string key)
    {
        var account = await control.ReadAsync(x => x.Budgets.AsNoTracking().SingleAsync(y => y.Key == key));
        Assert.That(account.Spent + account.Reserved, Is.LessThanOrEqualTo(account.Cap ?? decimal.MaxValue));
        return (account.Spent, account.Reserved);
    }

    private static Task<SystemOne> PricedAsync(ControlSituation control, decimal cost) =>
        control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostPerTask = cost });
}
