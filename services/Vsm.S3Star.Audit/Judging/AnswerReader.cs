using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Takes an answer only if it is one: all of a JSON document of the right shape. What it says is not looked at here.</summary>
internal static class AnswerReader
{
    public const int Most = 256 * 1024;
    private const int MostItems = 1000;

    /// <summary>Of the problems below that are asked about again.</summary>
    public const string LongestProblem = "it was not one JSON document that fits the schema.";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        MaxDepth = 16,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static ReadAnswer Read(ChatResponse response)
    {
        if (response.Messages.SelectMany(x => x.Contents).OfType<ErrorContent>().Any())
            return ReadAnswer.Final("it refused to.");
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return ReadAnswer.Final("its provider's content filter ended the answer.");
        if (response.FinishReason == ChatFinishReason.Length)
            return ReadAnswer.Final($"its answer was cut off: set {JudgeOptions.Section}:{nameof(JudgeOptions.MaxOutputTokens)} higher.");
        if (response.Messages.SelectMany(x => x.Contents).OfType<FunctionCallContent>().Any())
            return ReadAnswer.Again("it called a tool that it was not given.");

        var text = Unfenced(response.Text.Trim());
        return text.Length switch
        {
            0 => ReadAnswer.Again("it was empty."),
            > Most => ReadAnswer.Again("it was too long."),
            _ => Parse(text),
        };
    }

    private static ReadAnswer Parse(string text)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<JudgeAnswer>(text, Strict);
            return answer is null || answer.Findings.Count > MostItems || answer.Findings.Any(IsHollow)
                ? ReadAnswer.Again("it did not fit the schema.")
                : new ReadAnswer(answer, null, false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not with what the parser says, which may quote the answer.
            return ReadAnswer.Again(LongestProblem);
        }
    }

    // The serializer does not look for nulls among the items of lists.
    private static bool IsHollow(AnsweredFinding? finding) => finding is null || finding.Evidence.Count > MostItems || finding.Readings.Count > MostItems
        || finding.Questions.Count > MostItems || finding.Evidence.Contains(null!) || finding.Readings.Contains(null!) || finding.Questions.Contains(null!);

    // Models that do not know schemas like to fence what they write.
    private static string Unfenced(string text) =>
        text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line && line < text.Length - 3
            ? text[(line + 1)..^3].Trim()
            : text;
}

/// <summary>An answer, or why it is none.</summary>
/// <param name="Answer">The answer; null: it cannot be used.</param>
/// <param name="Problem">Why not; in our own words.</param>
/// <param name="IsFinal">Asking again would not help.</param>
internal sealed record ReadAnswer(JudgeAnswer? Answer, string? Problem, bool IsFinal)
{
    public static ReadAnswer Again(string problem) => new(null, problem, false);

    public static ReadAnswer Final(string problem) => new(null, problem, true);
}
