using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>What a person decides on a suggested policy. Name, rule and whom it applies to go with Accept only.</summary>
public sealed record SuggestionRequest
{
    public required SuggestionDecision Decision { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>The policy's name; absent: as suggested.</summary>
    public string? Name { get; init; }

    /// <summary>The policy's rule; absent: as suggested.</summary>
    public string? Rule { get; init; }

    /// <summary>Names of the System 1s that the policy applies to; none: the whole team.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];
}
