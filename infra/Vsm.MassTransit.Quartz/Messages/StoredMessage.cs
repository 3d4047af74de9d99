using System.Globalization;
using MassTransit.Middleware;
using MassTransit.Serialization;

namespace MassTransit.QuartzIntegration;

/// <summary>A message that waits for its time, as text.</summary>
internal sealed class StoredMessage(IReadOnlyDictionary<string, string> values) : OutboxMessageContext
{
    private readonly DictionarySendHeaders _headers = new();
    private IReadOnlyDictionary<string, object> _properties = new Dictionary<string, object>();

    /// <summary>All of it, for the store.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    public Guid MessageId { get; set; } = IdOf(values, Fields.MessageId) ?? Guid.Empty;

    public string ContentType => values[Fields.ContentType];

    public string MessageType => values[Fields.MessageType];

    public string Body => values[Fields.Body];

    public Uri Destination => new(values[Fields.Destination]);

    public DateTime? ExpirationTime => values.TryGetValue(Fields.Expires, out var text) ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;

    public long SequenceNumber => 0;

    public IReadOnlyDictionary<string, object> Properties => _properties;

    Guid? MessageContext.MessageId => MessageId;

    public Guid? RequestId => IdOf(values, Fields.RequestId);

    public Guid? CorrelationId => IdOf(values, Fields.CorrelationId);

    public Guid? ConversationId => IdOf(values, Fields.ConversationId);

    public Guid? InitiatorId => IdOf(values, Fields.InitiatorId);

    public Uri? SourceAddress => AddressOf(Fields.Source);

    public Uri? DestinationAddress => Destination;

    public Uri? ResponseAddress => AddressOf(Fields.Response);

    public Uri? FaultAddress => AddressOf(Fields.Fault);

    public DateTime? SentTime => null;

    Headers MessageContext.Headers => _headers;

    HostInfo MessageContext.Host => null!;

    /// <summary>Reads headers and properties, and adds what says where the message comes from.</summary>
    public void Prepare(IEnumerable<KeyValuePair<string, string>> stamps)
    {
        var json = SystemTextJsonMessageSerializer.Instance;
        foreach (var (key, value) in json.DeserializeDictionary<object>(values.GetValueOrDefault(Fields.Headers)) ?? [])
        {
            _headers.Set(key, value);
        }

        foreach (var (key, value) in stamps)
        {
            _headers.Set(key, value);
        }

        if (_headers.TryGetHeader(MessageHeaders.MessageType, out _))
        {
            // Without an envelope, an id is known by its header.
            _headers.Set(MessageHeaders.MessageId, MessageId.ToString());
        }

        _properties = json.DeserializeDictionary<object>(values.GetValueOrDefault(Fields.Properties)) ?? [];
    }

    private static Guid? IdOf(IReadOnlyDictionary<string, string> values, string field) => values.TryGetValue(field, out var text) ? Guid.Parse(text) : null;

    private Uri? AddressOf(string field) => values.TryGetValue(field, out var text) ? new Uri(text) : null;

    /// <summary>The names under which its parts are stored.</summary>
    public static class Fields
    {
        public const string MessageId = "messageId";
        public const string RequestId = "requestId";
        public const string CorrelationId = "correlationId";
        public const string ConversationId = "conversationId";
        public const string InitiatorId = "initiatorId";
        public const string Source = "source";
        public const string Destination = "destination";
        public const string Response = "response";
        public const string Fault = "fault";
        public const string Expires = "expires";
        public const string ContentType = "contentType";
        public const string MessageType = "messageType";
        public const string Headers = "headers";
        public const string Properties = "properties";
        public const string Body = "body";
    }
}
