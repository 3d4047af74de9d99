namespace Vsm.Contracts.Policy;

/// <summary>Asks for policies that were suggested, by number; answered by <see cref="PolicySuggestionsFound"/>.</summary>
public sealed record FindPolicySuggestions
{
    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Those in this state alone.</summary>
    public SuggestionState? State { get; init; }

    /// <summary>With higher numbers than this.</summary>
    public int After { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>Policies that were suggested, by number.</summary>
public sealed record PolicySuggestionsFound
{
    public required IReadOnlyList<SuggestedPolicy> Suggestions { get; init; }
}
