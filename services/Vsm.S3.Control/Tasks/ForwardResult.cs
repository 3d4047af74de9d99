using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Tasks;

/// <summary>3.3: the one answer to the requestor.</summary>
internal sealed class ForwardResult : TaskActivity
{
    protected override async Task ExecuteAsync(BehaviorContext<TaskInstance> context)
    {
        var task = context.Saga;
        var outcome = Enum.Parse<TaskOutcome>(task.CurrentState);
        var answer = new ForwardTaskResultMessage
        {
            TaskId = task.CorrelationId,
            Number = task.Number,
            Vsm = task.Vsm,
            Result = outcome,
            Output = outcome == TaskOutcome.Approved ? task.Output : null,
            RulingId = task.RulingId,
            Reason = task.Reason,
            Assignee = task.AgentNumber,
            Attempts = task.Attempt,
            Usage = new Usage { InputTokens = task.InputTokens, OutputTokens = task.OutputTokens, Cost = task.Cost },
        };
        if (task.ReplyTo is null)
        {
            await context.Publish(answer, context.CancellationToken);
            return;
        }

        var requestor = await context.GetSendEndpoint(new Uri(task.ReplyTo));
        await requestor.Send(answer, context.CancellationToken);
    }
}
