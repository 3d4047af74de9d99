using System.Text.Json;

namespace Vsm.Dashboard.Failures;

/// <summary>What the envelope of a message says of it. Envelopes may be broken anywhere; what comes before is read.</summary>
internal sealed record MessageHead(string? MessageId, string? MessageType, string? RequestId)
{
    private const string Urn = "urn:message:";

    public static MessageHead Read(ReadOnlySpan<byte> body)
    {
        string? id = null, type = null, request = null;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            while ((id is null || type is null || request is null) && reader.Read())
            {
                if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    continue;
                }

                var name = reader.GetString();
                reader.Read();
                if (name == "messageId" && reader.TokenType == JsonTokenType.String)
                {
                    id = reader.GetString();
                }
                else if (name == "requestId" && reader.TokenType == JsonTokenType.String)
                {
                    request = reader.GetString();
                }
                else if (name == "messageType" && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    type = reader.GetString();
                }
                else
                {
                    reader.TrySkip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken, or no JSON at all: that is why it is here.
        }

        return new MessageHead(id, Contract(type), request);
    }

    /// <summary>The contract that a URN names.</summary>
    public static string? Contract(string? urn) =>
        urn?.StartsWith(Urn, StringComparison.OrdinalIgnoreCase) == true ? urn[Urn.Length..] : urn;
}
