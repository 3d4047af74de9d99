using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Budgets;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// Opens the account that a task and those below it draw on. It can be drawn on once the task's own step is stored: until then it is set anew by each try,
/// so that nothing which the task spent meanwhile is missed.
/// </summary>
internal sealed class OpenTaskAccount(Accountant accountant) : TaskActivity
{
    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        var money = task.Money ?? new TaskMoney();
        var open = TaskLedger.HoldsMoney(task) && task.Reserved > 0;
        await accountant.OpenAsync(new OpenAccount
        {
            TaskId = task.CorrelationId,
            Vsm = task.Vsm,
            Cap = task.CostLimit,
            Spent = task.Cost - (open ? money.AttemptCost : 0),
            OpenAttempt = open ? task.Attempt : null,
            Reserved = task.Reserved,
        });
        task.Money = money with { HasAccount = true, Accounts = open ? [.. money.Accounts, BudgetKeys.Task(task.CorrelationId)] : [] };
        task.Note = $"Task {task.Number} keeps an account that the tasks below it draw on, too";
    }
}

/// <summary>The account of a task has its new limit.</summary>
internal sealed class LimitTaskAccount(Accountant accountant) : TaskActivity
{
    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        if (context.Saga is { Money.HasAccount: true } task)
        {
            await TaskBudget.WakeAsync(context, await accountant.LimitAsync(task.CorrelationId, task.CostLimit));
        }
    }
}

internal static class TaskAccountSteps
{
    public static EventActivityBinder<TaskInstance, OpenTaskBudget> OpenAccount(this EventActivityBinder<TaskInstance, OpenTaskBudget> step) =>
        step.If(x => x.Saga.Money is not { HasAccount: true }, x => x.Activity(y => y.OfInstanceType<OpenTaskAccount>()));

    /// <summary>The same, as a step of the task: what else is under way for it starts anew.</summary>
    public static EventActivityBinder<TaskInstance, OpenTaskBudget> OpenAccountAsStep(this EventActivityBinder<TaskInstance, OpenTaskBudget> step) =>
        step.If(x => x.Saga.Money is not { HasAccount: true }, x => x.Activity(y => y.OfInstanceType<OpenTaskAccount>()).Activity(y => y.OfInstanceType<RecordStep>()));

    public static EventActivityBinder<TaskInstance, OpenTaskBudget> TellTaskBelow(this EventActivityBinder<TaskInstance, OpenTaskBudget> step) =>
        step.ThenAsync(x => x.SendTo(
            TaskStateMachine.Queue,
            new CheckTaskBudget { TaskId = x.Message.ChildTaskId, Step = x.Message.ChildStep, OpenedBy = x.Saga.CorrelationId }, x.CancellationToken));

    public static EventActivityBinder<TaskInstance, CheckTaskBudget> NoteOpened(this EventActivityBinder<TaskInstance, CheckTaskBudget> step) =>
        step.Then(x => x.Saga.Opened = x.Message.OpenedBy);
}
