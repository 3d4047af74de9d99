namespace Vsm.Contracts.Policy;

/// <summary>5.2 replaced vague policies; 3* judges the result again for these and no others.</summary>
public sealed record PolicyClarified
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>The judgement that found them vague.</summary>
    public required int Evaluation { get; init; }

    public required Guid RulingId { get; init; }

    public required int PolicySetVersion { get; init; }

    /// <summary>The new versions.</summary>
    public required IReadOnlyList<PolicyDefinition> Policies { get; init; }

    public required string Reason { get; init; }
}

/// <summary>5.2 cannot clarify; a person decides.</summary>
public sealed record PolicyNotClarified
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required int Evaluation { get; init; }

    public required Guid RulingId { get; init; }

    public required string Reason { get; init; }
}
