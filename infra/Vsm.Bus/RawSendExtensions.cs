using System.Net.Mime;
using MassTransit;

namespace Vsm.Bus;

/// <summary>Sending messages on as they came.</summary>
public static class RawSendExtensions
{
    private static readonly ContentType Unknown = new("application/octet-stream");

    /// <summary>Sends a message to a queue with its body, content type, id and headers unchanged; fails when there is no such queue.</summary>
    public static async Task SendRawTo(this ISendEndpointProvider provider, string queue, RawMessage message, CancellationToken cancel = default)
    {
        var endpoint = await provider.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(new RawContent(), Pipe.Execute<SendContext<RawContent>>(x =>
        {
            x.Serializer = new AsItIs(message);
            x.MessageId = Guid.TryParse(message.MessageId, out var id) ? id : null;
            x.CorrelationId = Guid.TryParse(message.CorrelationId, out var correlation) ? correlation : null;
            foreach (var (name, value) in message.Headers)
            {
                x.Headers.Set(name, value);
            }

            if (x.TryGetPayload<RabbitMqSendContext>(out var rabbitMq))
            {
                rabbitMq.Mandatory = true;
                rabbitMq.BasicProperties.MessageId = message.MessageId;
                rabbitMq.BasicProperties.CorrelationId = message.CorrelationId;
            }
        }), cancel);
    }

    private static ContentType TypeOf(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? Unknown : new ContentType(text);
        }
        catch (FormatException)
        {
            return Unknown;
        }
    }

    private sealed class AsItIs(RawMessage message) : IMessageSerializer
    {
        public ContentType ContentType { get; } = TypeOf(message.ContentType);

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new BytesMessageBody(message.Body);
    }

    /// <summary>Stands for a message whose type is not known here.</summary>
    internal sealed record RawContent;
}
