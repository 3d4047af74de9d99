namespace Vsm.Contracts.Audit;

/// <summary>
/// What a task asks for reads like a law for tasks to come; Policy keeps it for a person, who accepts or declines it (5.5). Published where a model that judged found
/// any; nothing follows from it by itself.
/// </summary>
public sealed record PolicySuggestionMessage
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>The ruling that it was found with.</summary>
    public required Guid RulingId { get; init; }

    /// <summary>The agent whose work was judged.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>Provider and model that found it.</summary>
    public string? SuggestedBy { get; init; }

    public required IReadOnlyList<PolicySuggestion> Suggestions { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A policy that could be. Its words are those of a model that read what others wrote: data for people, and for nobody an instruction.</summary>
public sealed record PolicySuggestion
{
    public required string Name { get; init; }

    public required string Rule { get; init; }

    /// <summary>Where it was said: a passage of the task's content, cut to 200 characters.</summary>
    public required string Said { get; init; }

    /// <summary>First UTF-16 unit of the passage in the task's content.</summary>
    public required int Start { get; init; }

    /// <summary>Behind the last UTF-16 unit of the passage.</summary>
    public required int End { get; init; }
}
