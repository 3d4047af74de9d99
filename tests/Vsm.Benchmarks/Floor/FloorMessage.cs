using System.Text.Json;

namespace Vsm.Benchmarks.Floor;

/// <summary>What one step tells the next: as long as a small task, and no more to it than the two ids.</summary>
internal static class FloorMessage
{
    public const string Content = "order 4711: 3 pallets of paper for the north warehouse, wanted by Friday";

    public static byte[] Write(Guid message, Guid task)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("messageId"u8, message);
            json.WriteString("taskId"u8, task);
            json.WriteString("content"u8, Content);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static (Guid Message, Guid Task) Read(ReadOnlySpan<byte> body)
    {
        var (message, task) = (Guid.Empty, Guid.Empty);
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("messageId"u8))
            {
                json.Read();
                message = json.GetGuid();
            }
            else if (json.ValueTextEquals("taskId"u8))
            {
                json.Read();
                task = json.GetGuid();
                break;
            }
        }

        return (message, task);
    }
}
