using System.Text.Json.Serialization;

namespace Vsm.Contracts.Policy;

/// <summary>
/// A person makes a suggestion a policy, or declines it, which takes the policy that was made of it out of force. Answered by <see cref="PolicySuggestionDecided"/> or
/// <see cref="PolicySuggestionRefused"/>.
/// </summary>
public sealed record DecidePolicySuggestion
{
    /// <summary>The same request decides once, however often it comes.</summary>
    public required Guid RequestId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Number { get; init; }

    public required SuggestionDecision Decision { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>The policy's name; absent: as suggested.</summary>
    public string? Name { get; init; }

    /// <summary>The policy's rule; absent: as suggested.</summary>
    public string? Rule { get; init; }

    /// <summary>Names of the System 1s (or templates) that the policy applies to; none: the whole team.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<SuggestionDecision>))]
public enum SuggestionDecision
{
    Accept,
    Decline,
}

/// <summary>It was decided.</summary>
public sealed record PolicySuggestionDecided
{
    public required SuggestedPolicy Suggestion { get; init; }
}

/// <summary>It was not decided; nothing changed.</summary>
public sealed record PolicySuggestionRefused
{
    public required SuggestionProblem Problem { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Why a suggestion was not decided.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SuggestionProblem>))]
public enum SuggestionProblem
{
    /// <summary>There is no such suggestion.</summary>
    Unknown,

    /// <summary>What is to become a policy cannot be one.</summary>
    Invalid,

    /// <summary>It was decided already, or there is such a policy.</summary>
    Conflict,
}
