using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that waits to be sent: of the bus outbox (<see cref="OutboxId"/>), or of a consumer's (<see cref="InboxMessageId"/>).</summary>
public class OutboxMessage : OutboxMessageContext
{
    private readonly DictionarySendHeaders _headers = new();
    private IReadOnlyDictionary<string, object> _properties = new Dictionary<string, object>();

    public long SequenceNumber { get; set; }

    /// <summary>Not to be sent before.</summary>
    public DateTime? EnqueueTime { get; set; }

    public DateTime SentTime { get; set; }

    public string? Headers { get; set; }

    public string? Properties { get; set; }

    public Guid? InboxMessageId { get; set; }

    public Guid? InboxConsumerId { get; set; }

    public Guid? OutboxId { get; set; }

    public Guid MessageId { get; set; }

    public string ContentType { get; set; } = "";

    public string MessageType { get; set; } = "";

    public string Body { get; set; } = "";

    public Guid? ConversationId { get; set; }

    public Guid? CorrelationId { get; set; }

    public Guid? InitiatorId { get; set; }

    public Guid? RequestId { get; set; }

    public Uri? SourceAddress { get; set; }

    public Uri? DestinationAddress { get; set; }

    public Uri? ResponseAddress { get; set; }

    public Uri? FaultAddress { get; set; }

    public DateTime? ExpirationTime { get; set; }

    Guid? MessageContext.MessageId => MessageId;

    DateTime? MessageContext.SentTime => SentTime;

    Headers MessageContext.Headers => _headers;

    HostInfo MessageContext.Host => null!;

    IReadOnlyDictionary<string, object> OutboxMessageContext.Properties => _properties;

    /// <summary>Reads headers and properties, which are stored as text.</summary>
    public void Deserialize(IObjectDeserializer deserializer)
    {
        foreach (var (key, value) in deserializer.DeserializeDictionary<object>(Headers) ?? [])
        {
            _headers.Set(key, value);
        }

        _properties = deserializer.DeserializeDictionary<object>(Properties) ?? [];
    }
}
