using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Dashboard;

/// <summary>Where a task stands after a step. What is null has not changed.</summary>
public sealed record TaskProgress
{
    public required string State { get; init; }

    public int? Number { get; init; }

    public string? Content { get; init; }

    public IReadOnlyList<ContentReference>? References { get; init; }

    public IReadOnlyList<string>? RequiredCapabilities { get; init; }

    public string? Requestor { get; init; }

    public int? Assignee { get; init; }

    public string? AssigneeName { get; init; }

    public int Attempts { get; init; }

    public int Corrections { get; init; }

    public int Clarifications { get; init; }

    public string? Output { get; init; }

    /// <summary>The whole output where <see cref="Output"/> is only its beginning; changes with it.</summary>
    public ContentReference? OutputReference { get; init; }

    public string? Reason { get; init; }

    public Guid? RulingId { get; init; }

    public Usage Usage { get; init; } = new();

    /// <summary>The most that the task may cost, in USD.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>What is set aside for the attempt at hand, in USD.</summary>
    public decimal? Reserved { get; init; }

    /// <summary>The task that this one is a part of.</summary>
    public Guid? ParentTaskId { get; init; }

    /// <summary>What the step booked, for or against a System 1.</summary>
    public IReadOnlyList<LedgerEntry>? Booked { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it became final.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the time limit of the state passes.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Set while the task waits for a person.</summary>
    public TaskWait? Wait { get; init; }
}

/// <summary>What a task waits for a person for.</summary>
public sealed record TaskWait
{
    public required WaitReason Reason { get; init; }

    public required string Explanation { get; init; }

    public required IReadOnlyList<PersonDecision> Answers { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
