using System.Text.Json;

namespace Vsm.Testing.Models;

/// <summary>What somebody asked the server.</summary>
public sealed record ChatRequest(JsonElement Body, string? Key)
{
    public string Model => Body.GetProperty("model").GetString()!;

    public bool Streams => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    /// <summary>The text of all messages of a role, one after another.</summary>
    public string Said(string role) => string.Join("\n", Body.GetProperty("messages").EnumerateArray()
        .Where(x => x.GetProperty("role").GetString() == role).Select(x => Text(x.GetProperty("content"))));

    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(x => x.GetProperty("text").GetString())),
        _ => "",
    };
}
