using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>Answers that are to be one JSON document. Problems are told in our own words, never with what a parser says, which may quote the answer.</summary>
public static class AnswerDocument
{
    /// <summary>Of the problems of an answer that are asked about again, the longest.</summary>
    public const string NoDocument = "it was not one JSON document that fits the schema.";

    /// <summary>Reads a document that is of the shape asked for in every member, and nothing else. It does not look for nulls among the items of lists.</summary>
    public static JsonSerializerOptions Strict { get; } = Made();

    /// <summary>The text of an answer that came whole, without a fence around it.</summary>
    /// <param name="response">What a provider sent.</param>
    /// <param name="most">The longest that is read, in characters.</param>
    /// <param name="tokensSetting">The setting that limits how long answers get.</param>
    public static ReadAnswer<string> Read(ChatResponse response, int most, string tokensSetting)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Messages.SelectMany(x => x.Contents).OfType<ErrorContent>().Any())
        {
            return ReadAnswer.Final<string>("it refused to.");
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return ReadAnswer.Final<string>("its provider's content filter ended the answer.");
        }

        if (response.FinishReason == ChatFinishReason.Length)
        {
            return ReadAnswer.Final<string>($"its answer was cut off: set {tokensSetting} higher.");
        }

        if (response.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>().Any())
        {
            return ReadAnswer.Again<string>("it called a tool that it was not given.");
        }

        var text = Unfenced(response.Text.Trim());
        return text.Length == 0 ? ReadAnswer.Again<string>("it was empty.")
            : text.Length > most ? ReadAnswer.Again<string>("it was too long.")
            : new ReadAnswer<string>(text, null, false);
    }

    // Models that do not know schemas like to fence what they write.
    private static string Unfenced(string text) =>
        text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line && line < text.Length - 3
            ? text[(line + 1)..^3].Trim()
            : text;

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
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
        options.MakeReadOnly();
        return options;
    }
}
