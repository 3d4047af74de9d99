using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A task as lists and pages show it.</summary>
internal sealed record TaskRow
{
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    /// <summary>Counts changes of the row, and tells a second writer that it came too late.</summary>
    public int Version { get; init; }

    public int? Number { get; init; }

    public string State { get; init; } = TaskStates.Accepted;

    /// <summary>The saga's step that the state is of; absent until Control has taken the task.</summary>
    public int? Step { get; init; }

    /// <summary>For each value that a step may leave out: the step that it is of.</summary>
    public IReadOnlyDictionary<string, int> Steps { get; init; } = new Dictionary<string, int>();

    public string Content { get; init; } = "";

    public IReadOnlyList<ContentReference> References { get; init; } = [];

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    public string? Requestor { get; init; }

    public int? Assignee { get; init; }

    public string? AssigneeName { get; init; }

    public int Attempts { get; init; }

    public int Corrections { get; init; }

    public int Clarifications { get; init; }

    public string? Output { get; init; }

    /// <summary>The whole output where <see cref="Output"/> is only its beginning.</summary>
    public ContentReference? OutputReference { get; init; }

    public string? Reason { get; init; }

    public Guid? RulingId { get; init; }

    public decimal Cost { get; init; }

    /// <summary>Set aside for the attempt at hand.</summary>
    public decimal Reserved { get; init; }

    /// <summary>The task that it is a part of.</summary>
    public Guid? ParentId { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Lists are ordered by it, so it never changes.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public TaskWait? Wait { get; init; }

    /// <summary>The most that the task may cost, in USD; absent until Control has taken it.</summary>
    public decimal? CostLimit { get; init; }
}
