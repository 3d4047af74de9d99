using MassTransit;

namespace Vsm.Bus;

/// <summary>Sending commands. The exchange of a queue is addressed, as a sender knows its name but not its arguments.</summary>
public static class SendExtensions
{
    /// <summary>Sends a command to the queue of a conversation, such as <c>vsm.s3.tasks</c>; fails when there is no such queue.</summary>
    public static async Task SendTo<T>(
        this ISendEndpointProvider provider, string queue, T message, CancellationToken cancel = default, Guid? messageId = null)
        where T : class
    {
        var endpoint = await provider.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(message, Pipe.Execute<SendContext<T>>(x => Prepare(x, messageId)), cancel);
    }

    /// <summary>Sends a command to a queue that is bound to a topic exchange by its name; fails when there is no such queue.</summary>
    public static async Task SendToTopic<T>(
        this ISendEndpointProvider provider, string exchange, string queue, T message, CancellationToken cancel = default, Guid? messageId = null)
        where T : class
    {
        var endpoint = await provider.GetSendEndpoint(AgentQueues.AddressOf(exchange));
        await endpoint.Send(message, Pipe.Execute<SendContext<T>>(x =>
        {
            x.SetRoutingKey(queue);
            Prepare(x, messageId);
        }), cancel);
    }

    private static void Prepare(SendContext context, Guid? messageId)
    {
        context.MessageId = messageId ?? context.MessageId;
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbitMq))
        {
            rabbitMq.Mandatory = true;
        }
    }
}
