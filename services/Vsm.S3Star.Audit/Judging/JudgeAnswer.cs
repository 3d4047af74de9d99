using System.Text.Json.Serialization;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>What a judge answers.</summary>
internal sealed record JudgeAnswer(IReadOnlyList<AnsweredFinding> Findings, IReadOnlyList<AnsweredSuggestion>? Suggestions = null);

internal sealed record AnsweredFinding(
    string PolicyId,
    int PolicyVersion,
    string Interpretation,
    IReadOnlyList<AnsweredEvidence> Evidence,
    IReadOnlyList<string> Readings,
    IReadOnlyList<string> Questions,
    AnsweredVerdict Verdict);

/// <summary>A rule for tasks to come that the task asks for, with the passage that does.</summary>
internal sealed record AnsweredSuggestion(string Name, string Rule, string Quote);

/// <summary>What a finding cites; checked before it counts.</summary>
internal sealed record AnsweredEvidence(AnsweredKind Kind, string? Quote = null, long? Start = null, long? End = null, string? Id = null);

internal enum AnsweredVerdict
{
    [JsonStringEnumMemberName("violated")]
    Violated,

    [JsonStringEnumMemberName("not_violated")]
    NotViolated,

    [JsonStringEnumMemberName("vague")]
    Vague,

    [JsonStringEnumMemberName("not_judged")]
    NotJudged,
}

internal enum AnsweredKind
{
    [JsonStringEnumMemberName("output")]
    Output,

    [JsonStringEnumMemberName("toolCall")]
    ToolCall,
}
