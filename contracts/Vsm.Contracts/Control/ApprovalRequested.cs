using System.Text.Json.Serialization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>A task waits for a person; <see cref="Policy.PersonDecided"/> answers it.</summary>
public sealed record ApprovalRequested
{
    public required Guid TaskId { get; init; }

    public int? Number { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>The saga's step that waits; a decision on another step has no effect.</summary>
    public required int Step { get; init; }

    public required int Attempt { get; init; }

    public required WaitReason Reason { get; init; }

    public required string Explanation { get; init; }

    /// <summary>The answers that it takes.</summary>
    public required IReadOnlyList<PersonDecision> Answers { get; init; }

    public required string Content { get; init; }

    /// <summary>The result that approving would approve.</summary>
    public string? Output { get; init; }

    /// <summary>The whole result where <see cref="Output"/> is only its beginning.</summary>
    public ContentReference? OutputReference { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Why a task waits for a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>No judge, a failed judge, or missing evidence.</summary>
    NotJudged,

    /// <summary>The violation has no remedy, or the corrections are spent.</summary>
    CorrectionsSpent,

    /// <summary>The policy stays vague, or the clarifications are spent.</summary>
    ClarificationsSpent,

    /// <summary>Nobody can do the task, and no template makes a System 1 that can.</summary>
    NoTemplate,

    /// <summary>The System 1 that is needed does not get ready.</summary>
    NoAgent,
}

[JsonConverter(typeof(JsonStringEnumConverter<PersonDecision>))]
public enum PersonDecision
{
    Approve,
    Reject,
    Retry,
}
