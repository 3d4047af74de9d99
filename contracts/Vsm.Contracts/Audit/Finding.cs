namespace Vsm.Contracts.Audit;

/// <summary>The ruling on one policy.</summary>
public sealed record Finding
{
    public required Guid PolicyId { get; init; }

    public required int PolicyNumber { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>How the policy was read, and how that applies here.</summary>
    public required string Interpretation { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>For a vague policy: the readings that differ.</summary>
    public IReadOnlyList<string> Readings { get; init; } = [];

    /// <summary>For a vague policy: what would have to be settled.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>For a violation that a change of configuration can end.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>
    /// An earlier ruling of the same policy with the same verdict: on the same agent, or, where a model judged, on an equal result, in which case the model was not
    /// asked again.
    /// </summary>
    public Guid? Precedent { get; init; }

    /// <summary>Provider and model that judged, or was to; absent where checks did, or nobody.</summary>
    public string? Judge { get; init; }
}

/// <summary>A parameter of the agent's configuration, and the value that keeps the policy.</summary>
public sealed record Remedy
{
    public required string Parameter { get; init; }

    public required string Value { get; init; }
}
