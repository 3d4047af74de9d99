using Vsm.Contracts.Audit;

namespace Vsm.Contracts.Policy;

/// <summary>5.1 changed the configuration of the System 1 in violation; the saga runs the task again under it.</summary>
public sealed record SystemCorrected
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid RulingId { get; init; }

    /// <summary>The version to run the task again under.</summary>
    public required int ConfigurationVersion { get; init; }

    /// <summary>What was set; none when an earlier correction had set it already.</summary>
    public required IReadOnlyList<Remedy> Changes { get; init; }

    public required string Reason { get; init; }
}

/// <summary>5.1 cannot correct the System 1: no remedy is known, or it is in force already.</summary>
public sealed record SystemNotCorrected
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid RulingId { get; init; }

    public required string Reason { get; init; }
}
