using System.Text.Json.Serialization;

namespace Vsm.Contracts.Policy;

/// <summary>A policy that 3* suggested, where it was asked for, and what a person decided.</summary>
public sealed record SuggestedPolicy
{
    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Counts the suggestions of the VSM instance.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Rule { get; init; }

    public required SuggestionState State { get; init; }

    /// <summary>In how many tasks it was asked for.</summary>
    public required int Seen { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The latest of the tasks that asked for it, at most five.</summary>
    public IReadOnlyList<SuggestionSighting> Sightings { get; init; } = [];

    /// <summary>Who decided.</summary>
    public string? By { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The name of the policy that was made of it.</summary>
    public string? Policy { get; init; }
}

/// <summary>A task that asked for it.</summary>
public sealed record SuggestionSighting
{
    public required Guid TaskId { get; init; }

    public required Guid RulingId { get; init; }

    public required Guid AgentId { get; init; }

    /// <summary>What the task says, cut to 200 characters.</summary>
    public required string Said { get; init; }

    public required int Start { get; init; }

    public required int End { get; init; }

    /// <summary>Provider and model that found it.</summary>
    public string? SuggestedBy { get; init; }

    public required DateTimeOffset At { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<SuggestionState>))]
public enum SuggestionState
{
    /// <summary>It waits for a person.</summary>
    Open,

    Accepted,

    /// <summary>It is not suggested again.</summary>
    Declined,
}
