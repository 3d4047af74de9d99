using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_a_budget_is_shared
{
    [Test]
    public async Task A_task_waits_for_what_others_have_and_goes_on_when_it_is_free()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        var agent = await PricedAsync(control, 1, 0.03m);
        var first = await control.ATaskAsync();
        var second = await control.ATaskAsync();
        Assert.That((await first.IsAsync("Executing")).Reserved, Is.EqualTo(0.03m));
        Assert.That((await second.IsAsync("AwaitingBudget")).Reason, Is.EqualTo(
            "The budget of VSM root has 0.02 of 0.05 USD left, and an attempt by System 1 1 (agent-1) takes at least 0.03 USD. 0 of 0.10 USD are spent."));

        await first.DoneAsync(cost: 0.01m);
        await first.ApprovedAsync(cost: 0.01m);
        await first.EndedAsync(TaskOutcome.Approved);
        await WokenAsync(second);

        await second.IsAsync("Executing");
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.05m, 0.01m, 0.03m)));
        Assert.That((await agent.CommandAsync()).Allowance, Is.EqualTo(0.03m));
        Assert.That(second.Commands, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_top_up_lets_it_go_on_without_doing_again_what_is_done()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        await PricedAsync(control, 1, 0.03m);
        var task = await control.ATaskAsync();
        await task.DoneAsync(cost: 0.03m);
        await task.ViolatedAsync();
        await task.CorrectedAsync();
        await task.IsAsync("AwaitingBudget");

        await control.SendAsync(new ChangeBudget { RequestId = Guid.NewGuid(), Kind = BudgetKind.Vsm, Raise = 0.01m }, "vsm.s3.budgets");
        await WokenAsync(task);

        Assert.That((await task.IsAsync("Executing")).Attempt, Is.EqualTo(2));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.06m, 0.03m, 0.03m)));
    }

    [Test]
    public async Task It_looks_again_by_itself()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.02m });
        await PricedAsync(control, 1, 0.03m);
        var task = await control.ATaskAsync();
        await task.IsAsync("AwaitingBudget");
        await control.Function.Services.GetRequiredService<Accountant>().ConfigureAsync(BudgetKeys.Vsm("root"), "root", BudgetKind.Vsm, null, 1m);

        control.Clock.Advance(TimeSpan.FromMinutes(2));
        await control.SweepAsync();

        await task.IsAsync("Executing");
    }

    [Test]
    public async Task What_a_step_set_aside_that_was_never_stored_is_given_back()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.05m });
        await PricedAsync(control, 1, 0.03m);
        var task = await control.ATaskAsync();
        await control.Function.Services.GetRequiredService<Accountant>().ReserveAsync(new ReserveMoney
        {
            TaskId = task.Id, Attempt = 2, Accounts = [BudgetKeys.Vsm("root")], Wanted = 0.02m, Least = 0.02m,
        });
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.05m, 0m, 0.05m)));

        control.Clock.Advance(TimeSpan.FromMinutes(6));
        await ActivatorUtilities.CreateInstance<BudgetSweep>(control.Function.Services).Execute(null!, CancellationToken.None);

        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((0.05m, 0m, 0.03m)));
        await task.IsAsync("Executing");
    }

    [Test]
    public async Task It_gives_up_after_a_while()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 0.02m });
        await PricedAsync(control, 1, 0.03m);
        var task = await control.ATaskAsync();

        control.Clock.Advance(TimeSpan.FromDays(8));
        await control.SweepAsync();

        await task.EndedAsync(TaskOutcome.Expired);
    }

    [Test]
    public async Task Where_a_System_1_has_spent_its_budget_another_does_it()
    {
        await using var control = await ControlSituation.StartAsync();
        var poor = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostPerTask = 0.03m, CostTotal = 0.05m });
        var rich = await PricedAsync(control, 2, 0.04m);

        await control.ATaskAsync();
        await control.ATaskAsync();

        Assert.That((await poor.CommandAsync()).Attempt, Is.EqualTo(1));
        Assert.That((await rich.CommandAsync()).Attempt, Is.EqualTo(1));
        Assert.That(await AccountAsync(control, BudgetKeys.System(poor.Id)), Is.EqualTo((0.05m, 0m, 0.03m)));
    }

    [Test]
    public async Task What_nobody_counted_is_booked_as_much_as_it_may_have_been()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 1m });
        await PricedAsync(control, 1, 0.03m);
        var task = await control.ATaskAsync();
        var step = (await task.IsAsync("Executing")).Step;

        await task.CancelAsync();

        var ended = await task.EndedAsync(TaskOutcome.Cancelled);
        Assert.That(ended.Usage.Cost, Is.EqualTo(0.03m));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((1m, 0.03m, 0m)));
        var booked = (await control.JournalAsync(task.Id, step + 1))[^1].Read<TaskProgress>().Booked!;
        Assert.That(booked.Select(x => (x.Kind, x.Usage.Cost, x.Usage.UncountedCost)), Is.EqualTo([(LedgerKind.Doing, 0.03m, 0.03m)]));
    }

    [Test]
    public async Task An_attempt_of_a_model_may_spend_what_is_left_and_what_it_lacks_is_waited_for()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostPerCall = 0.08m });
        var agent = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { Kind = "llm", Model = "test/m" });
        var task = await control.ATaskAsync();
        var command = await agent.CommandAsync();

        await task.PublishAsync(TaskMessages.Failed(task.Id, 1, ExecutionError.OverBudget, "A call can cost 0.2 USD.") with { Needed = 0.2m });
        var waiting = await task.IsAsync("AwaitingBudget");
        await task.RaiseBudgetAsync(0.25m);

        Assert.That((command.Allowance, command.CallLimit), Is.EqualTo((0.10m, 0.08m)));
        Assert.That((waiting.Reason, waiting.Failures), Is.EqualTo(("System 1 1 (agent-1) costs about 0.2 USD. 0 of 0.10 USD are spent.", 0)));
        Assert.That((await agent.CommandAsync()).Allowance, Is.EqualTo(0.25m));
    }

    [Test]
    public async Task Tasks_below_a_task_draw_on_its_limit()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 0.02m);
        var parent = await control.ATaskAsync(x => x with { CostLimit = 0.05m });
        await parent.IsAsync("Executing");

        var first = await BelowAsync(control, parent);
        await first.IsAsync("Executing");
        var second = await BelowAsync(control, parent);
        await second.IsAsync("AwaitingBudget");
        Assert.That(await AccountAsync(control, BudgetKeys.Task(parent.Id)), Is.EqualTo((0.05m, 0m, 0.04m)));

        await parent.RaiseBudgetAsync(0.06m);
        await WokenAsync(second);
        await second.IsAsync("Executing");
        await parent.DoneAsync(cost: 0.02m);
        await parent.ApprovedAsync(cost: 0.02m);
        await first.CancelAsync();

        Assert.That(await AccountAsync(control, BudgetKeys.Task(parent.Id)), Is.EqualTo((0.06m, 0.04m, 0.02m)));
    }

    [Test]
    public async Task A_task_is_no_part_of_one_that_has_ended()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 0.02m);
        var parent = await control.ATaskAsync();
        await parent.CancelAsync();

        await control.ATaskAsync(x => x with { ParentTaskId = parent.Id });

        Assert.That(control.Failures.Select(x => x.Failure!.GetBaseException().Message), Has.One.EndsWith($"is a part of task {parent.Id}, which has ended as Cancelled."));
    }

    [Test]
    public async Task Fifty_at_once_never_pass_the_limit_of_their_parent()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 0.02m);
        var parent = await control.ATaskAsync(x => x with { CostLimit = 0.20m });
        await parent.IsAsync("Executing");
        var children = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => control.ATaskAsync(x => x with { ParentTaskId = parent.Id })));
        await SettledAsync(control, children);

        var (cap, spent, reserved) = await AccountAsync(control, BudgetKeys.Task(parent.Id));
        var states = await control.ReadAsync(x => x.Tasks.AsNoTracking().Where(y => y.CorrelationId != parent.Id).Select(y => y.CurrentState).ToListAsync());
        Assert.That((cap, spent, reserved), Is.EqualTo((0.20m, 0m, 0.20m)));
        Assert.That(states.CountBy(x => x).ToDictionary(), Is.EqualTo(new Dictionary<string, int> { ["Executing"] = 9, ["AwaitingBudget"] = 41 }));
    }

    private static async Task SettledAsync(ControlSituation control, IReadOnlyList<TaskInHand> tasks)
    {
        foreach (var task in tasks)
        {
            await task.LeftAsync("Delegating");
        }
    }

    private static async Task<TaskInHand> BelowAsync(ControlSituation control, TaskInHand parent)
    {
        var task = await control.ATaskAsync(x => x with { ParentTaskId = parent.Id });
        await task.LeftAsync("Delegating");
        return task;
    }

    private static Task WokenAsync(TaskInHand task) => task.LeftAsync("AwaitingBudget");

    private static async Task<(decimal? Cap, decimal Spent, decimal Reserved)> AccountAsync(ControlSituation control, string key)
    {
        var account = await control.ReadAsync(x => x.Budgets.AsNoTracking().SingleAsync(y => y.Key == key));
        return (account.Cap, account.Spent, account.Reserved);
    }

    private static Task<SystemOne> PricedAsync(ControlSituation control, int number, decimal cost) =>
        control.AnAgentAsync(SystemOne.Describe(number, "sums") with { CostPerTask = cost });
}
