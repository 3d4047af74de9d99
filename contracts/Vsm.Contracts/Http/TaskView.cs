using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Http;

/// <summary>A task as the read model has it.</summary>
public sealed record TaskView
{
    public required Guid Id { get; init; }

    /// <summary>Assigned when Control takes the task.</summary>
    public int? Number { get; init; }

    public required string Vsm { get; init; }

    /// <summary><c>Accepted</c>, or a state of the task saga.</summary>
    public required string State { get; init; }

    public required string Content { get; init; }

    public IReadOnlyList<ContentReference> References { get; init; } = [];

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    public string? Requestor { get; init; }

    /// <summary>The System 1 that works or worked on it, by name.</summary>
    public string? Assignee { get; init; }

    public int? AssigneeNumber { get; init; }

    public int Attempts { get; init; }

    public int Corrections { get; init; }

    public int Clarifications { get; init; }

    /// <summary>What came of it; of a large output, its beginning.</summary>
    public string? Output { get; init; }

    /// <summary>The whole output where it is large; <c>GET /api/v1/tasks/{id}/output</c> gives it.</summary>
    public ContentReference? OutputReference { get; init; }

    public string? Reason { get; init; }

    public Guid? RulingId { get; init; }

    /// <summary>Cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>The most that it may cost, in USD; absent until Control has taken the task.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>Set aside for the attempt at hand, in USD.</summary>
    public decimal Reserved { get; init; }

    /// <summary>The task that it is a part of.</summary>
    public Guid? ParentTaskId { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>From hand-in to the end, or until now.</summary>
    public double DurationMs { get; init; }

    /// <summary>Set while the task waits for a person.</summary>
    public TaskWait? Wait { get; init; }

    /// <summary>Set, of a single task, where an attempt was interrupted and gone on with by another process.</summary>
    public TaskRecovery? Recovery { get; init; }
}
