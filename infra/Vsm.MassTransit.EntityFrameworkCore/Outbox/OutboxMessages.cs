using MassTransit.Context;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

internal static class OutboxMessages
{
    /// <summary>What is about to be sent, as a row.</summary>
    public static OutboxMessage Of<T>(SendContext<T> context, IObjectDeserializer serializer, DateTime now)
        where T : class
    {
        var sent = context.SentTime ?? now;

        // It waits here, not at the broker.
        var delay = context.Delay;
        context.Delay = null;
        var properties = new Dictionary<string, object>();
        (context as TransportSendContext)?.WritePropertiesTo(properties);
        return new OutboxMessage
        {
            MessageId = context.MessageId ?? NewId.NextGuid(),
            ConversationId = context.ConversationId,
            CorrelationId = context.CorrelationId,
            InitiatorId = context.InitiatorId,
            RequestId = context.RequestId,
            SourceAddress = context.SourceAddress,
            DestinationAddress = context.DestinationAddress,
            ResponseAddress = context.ResponseAddress,
            FaultAddress = context.FaultAddress,
            SentTime = sent,
            EnqueueTime = sent + delay,
            ExpirationTime = context.TimeToLive is { } life ? sent + life : null,
            ContentType = (context.ContentType ?? context.Serialization.DefaultContentType).ToString(),
            MessageType = string.Join(';', context.SupportedMessageTypes),
            Body = context.Serializer.GetMessageBody(context).GetString(),
            Headers = serializer.SerializeDictionary(context.Headers.GetAll()),
            Properties = serializer.SerializeDictionary(properties),
        };
    }

    public static IQueryable<OutboxMessage> OfConsumer(this DbSet<OutboxMessage> messages, Guid messageId, Guid consumerId) =>
        messages.Where(x => x.InboxMessageId == messageId && x.InboxConsumerId == consumerId);
}
