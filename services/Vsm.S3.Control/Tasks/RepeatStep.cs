using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// A message that led to a step comes again when the step was stored and what it had to say was not sent: the process ended in between, or the broker
/// was away. The step is not taken twice, and what the task has to say where it stands is said again, under the same message ids.
/// </summary>
internal sealed class RepeatStep : IFilter<SagaConsumeContext<TaskInstance>>
{
    public Task Send(SagaConsumeContext<TaskInstance> context, IPipe<SagaConsumeContext<TaskInstance>> next)
    {
        var task = context.Saga;
        if (context.MessageId is { } message && task.Inbox.Contains(message))
        {
            // A copy of an older message says nothing about whether the latest step was told; a redelivery may mean that its own was not.
            return message == task.Inbox[^1] || context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0
                ? context.GetServiceOrCreateInstance<StepRepetition>().SendAsync(context)
                : Task.CompletedTask;
        }

        // Whoever hands in a task once more after its end asks for its answer.
        return task.EndedAt is not null && context is ConsumeContext<AssignTaskMessage>
            ? ForwardResult.SendAsync(context, task)
            : next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("repeatStep");
}

internal sealed class StepRepetition(ControlDbContext db, AgentDirectory directory, ITaskRouter router, TaskStateMachine machine)
{
    public async Task SendAsync(SagaConsumeContext<TaskInstance> context)
    {
        var task = context.Saga;
        if (context is ConsumeContext<ReserveJudging> wanted)
        {
            await ReserveJudgingMoney.RepeatAsync(wanted, task);
            return;
        }

        if (context is ConsumeContext<CancelTask> or ConsumeContext<CheckTaskDeadline>)
        {
            await AbandonAsync(context, task.CurrentState == nameof(TaskStateMachine.Executing) ? task.Attempt - 1 : task.Attempt);
        }

        switch (task.CurrentState)
        {
            case nameof(TaskStateMachine.Executing):
                await StepMessages.SendCommandAsync(context, task);
                break;
            case nameof(TaskStateMachine.Delegating) when task.Advice is { Step: not null }:
                await StepMessages.SendQuestionAsync(context, task);
                break;
            case nameof(TaskStateMachine.Evaluating) when task.Money is { Resumed: { } step } && step == task.Step:
                await StepMessages.SendResumptionAsync(context, task, step);
                break;
            case nameof(TaskStateMachine.ClosingGap):
                await PublishGapAsync(context);
                break;
            case nameof(TaskStateMachine.AwaitingPerson):
                await StepMessages.PublishApprovalAsync(context, task);
                break;
            case var state when machine.Finals.Any(x => x.Name == state):
                await ForwardResult.SendAsync(context, task);
                break;
        }
    }

    private static Task AbandonAsync(SagaConsumeContext<TaskInstance> context, int attempt) => attempt == 0
        ? Task.CompletedTask
        : StepMessages.PublishAbandonedAsync(context, context.Saga, attempt, "given up");

    private async Task PublishGapAsync(SagaConsumeContext<TaskInstance> context)
    {
        var task = context.Saga;
        var agents = await directory.FindAsync(task.Vsm, fresh: true, db, context.CancellationToken);

        // Somebody may have come meanwhile; Policy finds that out, and answers.
        var gap = Delegator.Decide(TaskRules.NeedsOf(task), agents, router) as RoutingDecision.Gap
            ?? new RoutingDecision.Gap(task.Reason ?? "", task.RequiredCapabilities, []);
        await StepMessages.PublishGapAsync(context, task, gap);
    }
}
