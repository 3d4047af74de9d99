using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Tasks;

/// <summary>3.3: the one answer to the requestor.</summary>
internal sealed class ForwardResult : TaskActivity
{
    protected override Task ExecuteAsync(BehaviorContext<TaskInstance> context) => SendAsync(context, context.Saga);

    public static async Task SendAsync(ConsumeContext context, TaskInstance task)
    {
        var answer = StepMessages.AnswerOf(task);
        var id = MessageIds.Of(task.CorrelationId, "answer");
        if (task.ReplyTo is null)
        {
            await context.PublishAs(id, answer, context.CancellationToken);
            return;
        }

        var requestor = await context.GetSendEndpoint(new Uri(task.ReplyTo));
        await requestor.Send(answer, Pipe.Execute<SendContext<ForwardTaskResultMessage>>(x => x.MessageId = id), context.CancellationToken);
    }
}
