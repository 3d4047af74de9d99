using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Audit;

/// <summary>What 3* ruled on one result, with a finding for every policy that applied.</summary>
public sealed record Ruling
{
    public required Guid RulingId { get; init; }

    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    /// <summary>Counts the judgements of one attempt, from 1; a clarification starts the next.</summary>
    public required int Evaluation { get; init; }

    public required Guid AgentId { get; init; }

    public required int AgentNumber { get; init; }

    public required int PolicySetVersion { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Policies kept of policies that applied, 0 to 1.</summary>
    public required double Score { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What judging took, where a model judged.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Provider and model that was asked for this ruling; absent when none was.</summary>
    public string? Judge { get; init; }

    /// <summary>Policies that the task's words suggest, where a model judged and found any.</summary>
    public IReadOnlyList<PolicySuggestion>? Suggestions { get; init; }

    public required DateTimeOffset At { get; init; }
}
