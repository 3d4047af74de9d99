using System.Globalization;
using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Budgets;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// Sets money aside for a model that is to judge the attempt at hand. It is asked for where a model is asked, and nowhere else: what checks rule on costs
/// nothing, and nothing is done for it here.
/// </summary>
internal sealed class ReserveJudgingMoney(TaskBudget budget, TimeProvider clock) : IStateMachineActivity<TaskInstance, ReserveJudging>
{
    public async Task Execute(BehaviorContext<TaskInstance, ReserveJudging> context, IBehavior<TaskInstance, ReserveJudging> next)
    {
        var (task, asked) = (context.Saga, context.Message);
        TaskRules.Account(task, asked.Attempt, asked.Usage);
        TaskLedger.BookLostJudging(task);
        var left = TaskLedger.LeftForJudging(task);
        var grant = left < asked.Least ? null : await budget.ReserveJudgingAsync(task, Math.Min(asked.Wanted, left), asked.Least, context.CancellationToken);
        await (grant switch
        {
            Grant.Given given => GiveAsync(context, task, given),
            Grant.Missing missing => OpenAsync(context, task, missing.Task),
            _ when !asked.CanWait => RefuseAsync(context, task, $"{JudgingBudget.Reason(task, grant, asked.Least)}: raise it, and retry."),
            _ when task.CurrentState != nameof(TaskStateMachine.Evaluating) => AgainAsync(context, task),
            _ => WaitAsync(context, task, grant),
        });
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TaskInstance, ReserveJudging, TException> context, IBehavior<TaskInstance, ReserveJudging> next)
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("reserveJudgingMoney");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    /// <summary>Says again what was granted; where it is settled by now, nobody asks any more.</summary>
    public static Task RepeatAsync(ConsumeContext<ReserveJudging> context, TaskInstance task) =>
        context.Message.Attempt != task.Attempt ? Task.CompletedTask
        : task.Money is { Judging: > 0 } ? context.RespondAsync(Granted(task))
        : JudgingBudget.IsWaitedFor(task, context.Message) ? context.RespondAsync(JudgingBudget.Waits(task))
        : Task.CompletedTask;

    private static Task GiveAsync(ConsumeContext context, TaskInstance task, Grant.Given given)
    {
        TaskLedger.SetAsideForJudging(task, given);
        task.Note = string.Create(CultureInfo.InvariantCulture, $"Task {task.Number}: {task.Money!.Judging} USD are set aside for a model to judge attempt {task.Attempt}");
        return context.RespondAsync(Granted(task));
    }

    // The task above opens its account in a step of its own; whoever asks again a moment later finds it open.
    private static async Task OpenAsync(ConsumeContext context, TaskInstance task, Guid above)
    {
        await context.SendTo(
            TaskStateMachine.Queue, new OpenTaskBudget { TaskId = above, ChildTaskId = task.CorrelationId, ChildStep = task.Step }, context.CancellationToken);
        task.Note = $"Task {task.Number} is to be judged by a model, and draws on the account of task {above} for that, which is being opened";
        await context.RespondAsync(new JudgingRefused { TaskId = task.CorrelationId, Reason = $"The account of task {above} is being opened.", Again = true });
    }

    // Before the result, or the word of the clarification, is here there is nothing that could wait.
    private static Task AgainAsync(ConsumeContext context, TaskInstance task)
    {
        task.Note = $"Task {task.Number} is to be judged by a model, and what is to be judged is still on its way";
        return context.RespondAsync(new JudgingRefused { TaskId = task.CorrelationId, Reason = "The task does not know yet of what is to be judged.", Again = true });
    }

    // Of what was set aside for the attempt only what it cost stays so, as the rest may be what others wait for.
    private async Task WaitAsync(ConsumeContext<ReserveJudging> context, TaskInstance task, Grant? grant)
    {
        var money = task.Money ?? new TaskMoney();
        if (money.Accounts.Count > 0 && await budget.ReserveJudgingAsync(task, 0, 0, context.CancellationToken) is Grant.Given kept)
        {
            money = money with { Accounts = kept.Accounts };
        }

        task.Reserved = money.AttemptCost;
        task.Money = money with { Unjudged = new Unjudged(context.Message.Evaluation, context.Message.Least) };
        task.WaitsFor = (grant as Grant.Short)?.Account.Key;
        task.WaitingSince = clock.GetUtcNow();
        task.Reason = TaskText.Cut($"{JudgingBudget.Reason(task, grant, context.Message.Least)}.");
        await context.RespondAsync(JudgingBudget.Waits(task));
    }

    private static Task RefuseAsync(ConsumeContext context, TaskInstance task, string reason)
    {
        task.Note = $"Task {task.Number} is not judged by a model. {reason}";
        return context.RespondAsync(new JudgingRefused { TaskId = task.CorrelationId, Reason = reason });
    }

    private static JudgingGranted Granted(TaskInstance task) =>
        new() { TaskId = task.CorrelationId, Amount = task.Money!.Judging, CallLimit = task.Money.PerCall };
}

/// <summary>The task above, whose account judging waits for, has opened it.</summary>
internal sealed class NoteOpenedAccount(Accountant accountant) : IStateMachineActivity<TaskInstance, CheckTaskBudget>
{
    public async Task Execute(BehaviorContext<TaskInstance, CheckTaskBudget> context, IBehavior<TaskInstance, CheckTaskBudget> next)
    {
        await accountant.OpenedAsync(context.Message.OpenedBy!.Value);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TaskInstance, CheckTaskBudget, TException> context, IBehavior<TaskInstance, CheckTaskBudget> next)
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("noteOpenedAccount");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}

internal static class JudgingSteps
{
    /// <summary>Answers System 3* what a model may cost, as a step: what else is under way for the task starts anew.</summary>
    public static EventActivityBinder<TaskInstance, ReserveJudging> ReserveJudgingMoney(this EventActivityBinder<TaskInstance, ReserveJudging> step, TaskStateMachine machine) =>
        step.Activity(x => x.OfType<ReserveJudgingMoney>())
            .IfElse(x => JudgingBudget.IsWaitedFor(x), x => x.MoveTo(machine, machine.AwaitingBudget), x => x.Activity(y => y.OfInstanceType<RecordStep>()));

    public static EventActivityBinder<TaskInstance, ReserveJudging> RefuseJudging(this EventActivityBinder<TaskInstance, ReserveJudging> step) =>
        step.ThenAsync(x => x.RespondAsync(JudgingBudget.IsWaitedFor(x.Saga, x.Message) ? JudgingBudget.Waits(x.Saga) : new JudgingRefused { TaskId = x.Saga.CorrelationId, Reason = "The task has moved on and does not wait for this ruling." }));
}
