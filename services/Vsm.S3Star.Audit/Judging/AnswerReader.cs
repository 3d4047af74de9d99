using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Ai;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Takes an answer only if it is one: all of a JSON document of the right shape. What it says is not looked at here.</summary>
internal static class AnswerReader
{
    public const int Most = 256 * 1024;
    private const int MostItems = 1000;

    public static ReadAnswer<JudgeAnswer> Read(ChatResponse response)
    {
        var read = AnswerDocument.Read(response, Most, $"{JudgeOptions.Section}:{nameof(JudgeOptions.MaxOutputTokens)}");
        return read.Answer is { } text ? Parse(text) : new ReadAnswer<JudgeAnswer>(null, read.Problem, read.IsFinal);
    }

    private static ReadAnswer<JudgeAnswer> Parse(string text)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<JudgeAnswer>(text, AnswerDocument.Strict);
            return answer is null || answer.Findings.Count > MostItems || answer.Findings.Any(IsHollow) || answer.Suggestions is { Count: > MostItems } || answer.Suggestions?.Contains(null!) == true
                ? ReadAnswer.Again<JudgeAnswer>("it did not fit the schema.")
                : new ReadAnswer<JudgeAnswer>(answer, null, false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ReadAnswer.Again<JudgeAnswer>(AnswerDocument.NoDocument);
        }
    }

    // The serializer does not look for nulls among the items of lists.
    private static bool IsHollow(AnsweredFinding? finding) => finding is null || finding.Evidence.Count > MostItems || finding.Readings.Count > MostItems
        || finding.Questions.Count > MostItems || finding.Evidence.Contains(null!) || finding.Readings.Contains(null!) || finding.Questions.Contains(null!);
}
