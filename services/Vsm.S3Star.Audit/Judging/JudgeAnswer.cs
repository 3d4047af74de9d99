using System.Text.Json.Serialization;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>What a judge answers.</summary>
internal sealed record JudgeAnswer(IReadOnlyList<AnsweredFinding> Findings);

internal sealed record AnsweredFinding(
    string PolicyId,
    int PolicyVersion,
    string Interpretation,
    IReadOnlyList<AnsweredEvidence> Evidence,
    IReadOnlyList<string> Readings,
    IReadOnlyList<string> Questions,
    AnsweredVerdict Verdict);

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
