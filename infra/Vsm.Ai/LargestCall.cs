using System.Text;
using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>
/// The largest that a call can cost. A token is at least one byte of UTF-8, so the bytes of all that is sent are never fewer than its tokens; what
/// providers put around messages and tools is added amply.
/// </summary>
internal static class LargestCall
{
    /// <summary>Where neither the caller nor a limit says how long an answer may be.</summary>
    public const int MostOutputTokens = 100_000;

    private const decimal Million = 1_000_000m;
    private const int AroundCall = 64;
    private const int AroundMessage = 16;
    private const int AroundTools = 600;
    private const int AroundTool = 32;

    public static long InputTokens(IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        long tokens = AroundCall + Bytes(options.Instructions);
        foreach (var message in messages)
        {
            tokens += AroundMessage + Bytes(message.AuthorName);
            foreach (var content in message.Contents)
            {
                tokens += AroundMessage + Bytes(content);
            }
        }

        if (options.Tools is { Count: > 0 } tools)
        {
            tokens += AroundTools;
            foreach (var tool in tools)
            {
                tokens += AroundTool + Bytes(tool.Name) + Bytes(tool.Description) + (tool is AIFunctionDeclaration function ? Bytes(function.JsonSchema.GetRawText()) : 0);
            }
        }

        return tokens + (options.ResponseFormat is ChatResponseFormatJson json ? Bytes(json.Schema?.GetRawText()) + Bytes(json.SchemaName) + Bytes(json.SchemaDescription) : 0);
    }

    public static decimal Cost(PriceOptions price, long input, int output) => ((input * price.Input) + (output * price.Output)) / Million;

    /// <summary>As many tokens as an answer may have for that money, at least one, so that the refusal says what is missing.</summary>
    public static int OutputTokens(PriceOptions price, long input, decimal left)
    {
        var rest = left - (input * price.Input / Million);
        return price.Output == 0 ? MostOutputTokens : (int)Math.Clamp(Math.Floor(Math.Max(0, rest) / price.Output * Million), 1, MostOutputTokens);
    }

    // A call or a result is written as JSON, which takes two bytes for some characters, and six where they are escaped.
    private static long Bytes(AIContent content) => content switch
    {
        TextContent text => Bytes(text.Text),
        FunctionCallContent call => Bytes(call.CallId) + Bytes(call.Name) + 6 * (call.Arguments ?? new Dictionary<string, object?>()).Sum(x => Bytes(x.Key) + Bytes(x.Value?.ToString())),
        FunctionResultContent result => Bytes(result.CallId) + 6 * Bytes(result.Result?.ToString()),
        DataContent data => data.Data.Length * 2L,
        _ => 4 * Bytes(content.ToString()),
    };

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
