using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Vsm.S1.Operations.Record;

/// <summary>Tells by a hash whether two runs of an attempt ask the same.</summary>
internal static class AskedHash
{
    /// <summary>Of a model: who is asked, everything that was said, and what its answer may be.</summary>
    public static string Of(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions options) => Of(new
    {
        model,
        messages,
        options.MaxOutputTokens,
        options.Temperature,
        Schema = (options.ResponseFormat as ChatResponseFormatJson)?.Schema,
        Tools = (options.Tools ?? []).OfType<AIFunctionDeclaration>().Select(x => new { x.Name, x.Description, Schema = x.JsonSchema }),
    });

    /// <summary>Of a tool.</summary>
    public static string Of(FunctionCallContent call) => Of(new { call.CallId, call.Name, call.Arguments });

    private static string Of<T>(T asked) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, Options)));

    private static JsonSerializerOptions Options { get; } = new(AIJsonUtilities.DefaultOptions);
}
