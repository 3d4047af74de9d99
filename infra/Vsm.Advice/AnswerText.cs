using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Vsm.Advice;

/// <summary>
/// Answers are records: their JSON schema is made of the type, and an answer counts only if all of it is one document of that shape. What it says is not
/// looked at here.
/// </summary>
public static class AnswerText
{
    /// <summary>The longest answer that is read, in characters.</summary>
    public const int Most = 64 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        MaxDepth = 16,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (_, node) => WithoutDefaults(node),
    };

    /// <summary>The schema of an answer, as strict as providers can keep it.</summary>
    public static JsonElement SchemaOf<T>()
        where T : class => JsonSerializer.SerializeToElement(Strict.GetJsonSchemaAsNode(typeof(T), Export));

    /// <summary>Reads what a provider sent.</summary>
    public static ReadAnswer Read<T>(ChatResponse response, string tokensSetting)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Messages.SelectMany(x => x.Contents).OfType<ErrorContent>().Any())
        {
            return ReadAnswer.Final("it refused to.");
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return ReadAnswer.Final("its provider's content filter ended the answer.");
        }

        if (response.FinishReason == ChatFinishReason.Length)
        {
            return ReadAnswer.Final($"its answer was cut off: set {tokensSetting} higher.");
        }

        if (response.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>().Any())
        {
            return ReadAnswer.Again("it called a tool that it was not given.");
        }

        var text = Unfenced(response.Text.Trim());
        return text.Length switch
        {
            0 => ReadAnswer.Again("it was empty."),
            > Most => ReadAnswer.Again("it was too long."),
            _ when Parse<T>(text) is null => ReadAnswer.Again("it was not one JSON document that fits the schema."),
            _ => new ReadAnswer(text, null, false),
        };
    }

    /// <summary>The answer; null: it is none of that shape. What the parser says is not told, as it may quote the answer.</summary>
    public static T? Parse<T>(string text)
        where T : class
    {
        try
        {
            return JsonNode.Parse(text) is { } node && !HasHollowList(node) ? JsonSerializer.Deserialize<T>(text, Strict) : null;
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

    // Models that do not know schemas like to fence what they write.
    private static string Unfenced(string text) =>
        text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line && line < text.Length - 3
            ? text[(line + 1)..^3].Trim()
            : text;

    private static JsonNode WithoutDefaults(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            schema.Remove("default");
        }

        return node;
    }
}

/// <summary>An answer's text, or why it is none.</summary>
/// <param name="Text">One JSON document of the right shape; null: the answer cannot be used.</param>
/// <param name="Problem">Why not; in our own words.</param>
/// <param name="IsFinal">Asking again would not help.</param>
public sealed record ReadAnswer(string? Text, string? Problem, bool IsFinal)
{
    internal static ReadAnswer Again(string problem) => new(null, problem, false);

    internal static ReadAnswer Final(string problem) => new(null, problem, true);
}
