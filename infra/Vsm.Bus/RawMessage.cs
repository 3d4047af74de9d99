using System.Globalization;
using System.Text;
using MassTransit;

namespace Vsm.Bus;

/// <summary>A message as the transport has it, read by nobody yet.</summary>
public sealed record RawMessage
{
    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>As the transport says; what a body says of it is not looked at.</summary>
    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Values as text; what the broker keeps as a table or a list is left out.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The same whenever this very message is delivered, another when it is moved to the queue again; absent where the transport cannot tell.</summary>
    public string? Occasion { get; init; }

    internal static RawMessage Of(ReceiveContext context) => context.TryGetPayload<RabbitMqBasicConsumeContext>(out var rabbitMq)
        ? new RawMessage
        {
            Body = context.Body.GetBytes(),
            ContentType = rabbitMq.Properties.ContentType,
            MessageId = rabbitMq.Properties.MessageId,
            CorrelationId = rabbitMq.Properties.CorrelationId,
            Headers = Texts(rabbitMq.Properties.Headers ?? new Dictionary<string, object?>()),
            Occasion = rabbitMq.Properties.Headers?.TryGetValue("x-death", out var deaths) == true ? DeathsOf(deaths) : null,
        }
        : new RawMessage
        {
            Body = context.Body.GetBytes(),
            ContentType = context.ContentType?.ToString(),
            MessageId = context.GetMessageId()?.ToString(),
            Occasion = NewId.NextGuid().ToString(), // nothing is delivered twice there
            Headers = Texts(context.TransportHeaders.GetAll()
                .Where(x => x.Key is not (MessageHeaders.MessageId or MessageHeaders.ContentType)).Select(x => KeyValuePair.Create(x.Key, (object?)x.Value))),
        };

    private static Dictionary<string, string> Texts(IEnumerable<KeyValuePair<string, object?>> headers)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (Text(value) is { } text)
            {
                texts[name] = text;
            }
        }

        return texts;
    }

    private static string? Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        bool or Uri => value.ToString(),
        _ => null,
    };

    private static string DeathsOf(object? deaths) => string.Join(';', (deaths as IEnumerable<object?> ?? []).OfType<IDictionary<string, object?>>()
        .Select(x => string.Join(',', ((string[])["queue", "reason", "count", "time"]).Select(name => x.TryGetValue(name, out var value) ? Shown(value) : ""))));

    private static string? Shown(object? value) => value is RabbitMQ.Client.AmqpTimestamp time ? Text(time.UnixTime) : Text(value);
}
