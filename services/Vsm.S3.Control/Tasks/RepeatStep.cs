using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// The message that led to the step comes again when the step was stored and what it had to say was not sent: the process ended in between, or the
/// broker was away. The step is not taken twice, and what it says is said again; whoever heard it the first time knows it by attempt or step.
/// </summary>
internal sealed class RepeatStep : IFilter<SagaConsumeContext<TaskInstance>>
{
    public Task Send(SagaConsumeContext<TaskInstance> context, IPipe<SagaConsumeContext<TaskInstance>> next) =>
        context.MessageId is { } message && message == context.Saga.LastMessageId
            ? context.GetServiceOrCreateInstance<StepRepetition>().SendAsync(context)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("repeatStep");
}

internal sealed class StepRepetition(ControlDbContext db, AgentDirectory directory, ITaskRouter router, TaskStateMachine machine)
{
    public Task SendAsync(SagaConsumeContext<TaskInstance> context)
    {
        var task = context.Saga;
        return task.CurrentState switch
        {
            nameof(TaskStateMachine.Executing) => context.SendToTopic(
                AgentQueueNames.Exchange, AgentQueueNames.Of(task.Vsm, task.AgentNumber!.Value), StepMessages.CommandOf(task), context.CancellationToken),
            nameof(TaskStateMachine.ClosingGap) => PublishGapAsync(context),
            nameof(TaskStateMachine.AwaitingPerson) => context.Publish(StepMessages.ApprovalOf(task), context.CancellationToken),
            var state when machine.Finals.Any(x => x.Name == state) => ForwardResult.SendAsync(context, task),
            _ => Task.CompletedTask,
        };
    }

    private async Task PublishGapAsync(SagaConsumeContext<TaskInstance> context)
    {
        var task = context.Saga;
        var agents = await directory.FindAsync(task.Vsm, fresh: true, db, context.CancellationToken);

        // Somebody may have come meanwhile; Policy finds that out, and answers.
        var gap = Delegator.Decide(TaskRules.NeedsOf(task), agents, router) as RoutingDecision.Gap
            ?? new RoutingDecision.Gap(task.Reason ?? "", task.RequiredCapabilities, []);
        await context.Publish(StepMessages.GapOf(task, gap), context.CancellationToken);
    }
}
