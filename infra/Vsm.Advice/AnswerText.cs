using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.Extensions.AI;
using Vsm.Ai;

namespace Vsm.Advice;

/// <summary>
/// Answers are records: their JSON schema is made of the type, and an answer counts only if all of it is one document of that shape. What it says is not
/// looked at here.
/// </summary>
public static class AnswerText
{
    /// <summary>The longest answer that is read, in characters.</summary>
    public const int Most = 64 * 1024;

    private static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (_, node) => WithoutDefaults(node),
    };

    /// <summary>The schema of an answer, as strict as providers can keep it.</summary>
    public static JsonElement SchemaOf<T>()
        where T : class => JsonSerializer.SerializeToElement(AnswerDocument.Strict.GetJsonSchemaAsNode(typeof(T), Export));

    /// <summary>Reads what a provider sent.</summary>
    /// <returns>The text of one document of the right shape.</returns>
    public static ReadAnswer<string> Read<T>(ChatResponse response, string tokensSetting)
        where T : class
    {
        var read = AnswerDocument.Read(response, Most, tokensSetting);
        return read.Answer is { } text && Parse<T>(text) is null ? ReadAnswer.Again<string>(AnswerDocument.NoDocument) : read;
    }

    /// <summary>The answer; null: it is none of that shape.</summary>
    public static T? Parse<T>(string text)
        where T : class
    {
        try
        {
            return JsonNode.Parse(text) is { } node && !HasHollowList(node) ? JsonSerializer.Deserialize<T>(text, AnswerDocument.Strict) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // The serializer does not look for nulls among the items of lists.
    private static bool HasHollowList(JsonNode node) => node switch
    {
        JsonArray items => items.Any(x => x is null || HasHollowList(x)),
        JsonObject members => members.Any(x => x.Value is not null && HasHollowList(x.Value)),
        _ => false,
    };

    private static JsonNode WithoutDefaults(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            schema.Remove("default");
        }

        return node;
    }
}
