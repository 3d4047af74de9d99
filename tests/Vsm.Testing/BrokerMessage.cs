using System.Text;
using RabbitMQ.Client;

namespace Vsm.Testing;

/// <summary>A message as it lay in a queue.</summary>
public sealed record BrokerMessage(string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers, bool Redelivered)
{
    internal static BrokerMessage Of(BasicGetResult message) => new(
        Encoding.UTF8.GetString(message.Body.Span),
        message.BasicProperties.ContentType,
        (message.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(x => x.Key, x => Text(x.Value)),
        message.Redelivered);

    public string Header(string name) => Headers.GetValueOrDefault(name) ?? $"(no header {name}; there are {string.Join(", ", Headers.Keys)})";

    public override string ToString() => $"{string.Join(", ", Headers.Select(x => $"{x.Key}: {x.Value}"))}\n{Body}";

    private static string Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}";
}
