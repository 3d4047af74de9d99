using System.Text.Json.Serialization;

namespace Vsm.Contracts.Audit;

/// <summary>What a finding rests on: a range of the output (<c>range</c>) or a tool call (<c>toolCall</c>).</summary>
public sealed record Evidence
{
    public required EvidenceKind Kind { get; init; }

    /// <summary>First UTF-16 unit of the range in the output.</summary>
    public int? Start { get; init; }

    /// <summary>Behind the last UTF-16 unit of the range.</summary>
    public int? End { get; init; }

    /// <summary>The text of the range, cut to 200 characters.</summary>
    public string? Text { get; init; }

    /// <summary>The tool call's id.</summary>
    public string? Id { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<EvidenceKind>))]
public enum EvidenceKind
{
    [JsonStringEnumMemberName("range")]
    Range,

    [JsonStringEnumMemberName("toolCall")]
    ToolCall,
}
