using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using MassTransit.Context;
using MassTransit.Serialization;

namespace MassTransit.QuartzIntegration;

internal static class StoredMessages
{
    /// <summary>The message that a command wants to be sent later, in the format in which the command itself came.</summary>
    public static StoredMessage Of<T>(ConsumeContext<T> command, object payload, string[] payloadType, Uri destination, Guid? messageId, Guid? correlationId)
        where T : class
    {
        var serializer = command.SerializerContext.GetMessageSerializer(payload, payloadType);
        var context = new MessageSendContext<T>(command.Message, command.CancellationToken)
        {
            MessageId = messageId,
            RequestId = command.RequestId,
            CorrelationId = correlationId,
            ConversationId = command.ConversationId,
            InitiatorId = command.InitiatorId,
            SourceAddress = command.SourceAddress,
            DestinationAddress = destination,
            ResponseAddress = command.ResponseAddress,
            FaultAddress = command.FaultAddress,
            SupportedMessageTypes = payloadType,
            Serializer = serializer,
        };
        foreach (var (key, value) in command.Headers.GetAll())
        {
            context.Headers.Set(key, value);
        }

        // Formats without an envelope say in headers what they are.
        var body = serializer.GetMessageBody(context).GetString();
        var json = SystemTextJsonMessageSerializer.Instance;
        var properties = command.ReceiveContext is TransportReceiveContext transport ? transport.GetTransportProperties() : null;
        var values = new (string Field, string? Value)[]
        {
            (StoredMessage.Fields.MessageId, messageId?.ToString()),
            (StoredMessage.Fields.RequestId, command.RequestId?.ToString()),
            (StoredMessage.Fields.CorrelationId, correlationId?.ToString()),
            (StoredMessage.Fields.ConversationId, command.ConversationId?.ToString()),
            (StoredMessage.Fields.InitiatorId, command.InitiatorId?.ToString()),
            (StoredMessage.Fields.Source, command.SourceAddress?.ToString()),
            (StoredMessage.Fields.Destination, destination.ToString()),
            (StoredMessage.Fields.Response, command.ResponseAddress?.ToString()),
            (StoredMessage.Fields.Fault, command.FaultAddress?.ToString()),
            (StoredMessage.Fields.Expires, command.ExpirationTime?.ToString("O", CultureInfo.InvariantCulture)),
            (StoredMessage.Fields.ContentType, serializer.ContentType.ToString()),
            (StoredMessage.Fields.MessageType, string.Join(';', payloadType)),
            (StoredMessage.Fields.Headers, json.SerializeDictionary(context.Headers.GetAll())),
            (StoredMessage.Fields.Properties, properties is null ? null : json.SerializeDictionary(properties)),
            (StoredMessage.Fields.Body, Correlated(body, serializer.ContentType, correlationId)),
        };
        return new StoredMessage(values.Where(x => x.Value is not null).ToDictionary(x => x.Field, x => x.Value!));
    }

    // An envelope takes what it is not told from the command, which is correlated by its token.
    private static string Correlated(string body, ContentType contentType, Guid? correlationId)
    {
        if (correlationId is not null || contentType.MediaType != SystemTextJsonMessageSerializer.JsonContentType.MediaType)
        {
            return body;
        }

        var envelope = JsonNode.Parse(body)!.AsObject();
        envelope.Remove("correlationId");
        return envelope.ToJsonString(SystemTextJsonMessageSerializer.Options);
    }
}
