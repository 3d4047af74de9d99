using System.Globalization;
using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Budgets;

namespace Vsm.S3.Control.Tasks;

/// <summary>A task that is done, and waits for budget to be judged.</summary>
internal static class JudgingBudget
{
    public static bool IsWaitedFor<T>(BehaviorContext<TaskInstance, T> context)
        where T : class => context.Saga.Money is { Unjudged: not null };

    /// <summary>Whether it is this judgement that the task waits to pay.</summary>
    public static bool IsWaitedFor(TaskInstance task, ReserveJudging asked) =>
        asked.CanWait && asked.Attempt == task.Attempt && task.Money?.Unjudged?.Evaluation == asked.Evaluation;

    public static JudgingRefused Waits(TaskInstance task) => new() { TaskId = task.CorrelationId, Reason = task.Reason ?? "", Waits = true };

    /// <summary>Which limit has too little, without a full stop.</summary>
    public static string Reason(TaskInstance task, Grant? grant, decimal least) => grant is Grant.Short { Account: var account }
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The budget of {BudgetKeys.Describe(account, $"System 1 {task.AgentName}")} has {Math.Max(0, account.Left)} of {account.Cap} USD left, and judging takes at least {least}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Of the task's limit of {task.CostLimit} USD {Math.Max(0, TaskLedger.LeftForJudging(task))} are left for judging, which takes at least {least}");

    /// <summary>What the task waited to pay: the judging of what is done, or the next attempt.</summary>
    public static EventActivityBinder<TaskInstance, T> GoOn<T>(this EventActivityBinder<TaskInstance, T> step, TaskStateMachine machine)
        where T : class => step.IfElse(x => IsWaitedFor(x), x => x.SeekJudgingMoney(machine), x => x.Route(machine));

    /// <summary>Has the result judged if that can be paid by now; otherwise the task waits on.</summary>
    private static EventActivityBinder<TaskInstance, T> SeekJudgingMoney<T>(this EventActivityBinder<TaskInstance, T> step, TaskStateMachine machine)
        where T : class =>
        step.Activity(x => x.OfInstanceType<SeekJudgingMoney>())
            .IfElse(x => IsWaitedFor(x), x => x.MoveTo(machine, machine.AwaitingBudget), x => x.MoveTo(machine, machine.Evaluating));
}

/// <summary>Looks whether what judging takes at least is there by now, and if it is sets it aside and tells 3*, which asks for what it wants in its place.</summary>
internal sealed class SeekJudgingMoney(TaskBudget budget) : TaskActivity
{
    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        var (least, next) = (task.Money!.Unjudged!.Least, task.Step + 1);
        var grant = TaskLedger.LeftForJudging(task) < least ? null : await budget.ReserveJudgingAsync(task, least, least, context.CancellationToken);
        switch (grant)
        {
            case Grant.Given given:
                task.Money = task.Money with { Unjudged = null, Accounts = given.Accounts, Resumed = next };
                task.Reserved = given.Amount;
                (task.WaitsFor, task.WaitingSince) = (null, null);
                await StepMessages.SendResumptionAsync(context, task, next);
                break;
            case Grant.Missing { Task: var above }:
                task.WaitsFor = BudgetKeys.Task(above);
                task.Reason = $"The account of task {above}, which it is a part of, is being opened.";
                await context.SendTo(
                    TaskStateMachine.Queue, new OpenTaskBudget { TaskId = above, ChildTaskId = task.CorrelationId, ChildStep = next }, context.CancellationToken);
                break;
            default:
                task.WaitsFor = (grant as Grant.Short)?.Account.Key;
                task.Reason = TaskText.Cut($"{JudgingBudget.Reason(task, grant, least)}.");
                break;
        }
    }
}
