using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Control;

/// <summary>
/// Hands in a task. From a requestor it starts the task's saga, which answers with one <see cref="ForwardTaskResultMessage"/>; from the saga to
/// a System 1 it names the assignee and the versions to work under.
/// </summary>
public sealed record AssignTaskMessage
{
    /// <summary>Chosen by the requestor; the same id handed in again is the same task.</summary>
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>What is to be done, at most 64 KiB.</summary>
    public required string Content { get; init; }

    public IReadOnlyList<ContentReference> References { get; init; } = [];

    /// <summary>Parameters for the work; those that the agent's configuration fixes cannot be overridden.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    /// <summary>This System 1 and no other, by number (<c>3</c>, <c>sys3</c>) or name; absent: whoever fits best.</summary>
    public string? Assignee { get; init; }

    /// <summary>A label for metrics, such as <c>review-code</c>.</summary>
    public string? TaskType { get; init; }

    /// <summary>0 (lowest) to 9; orders routing, not queues.</summary>
    public int Priority { get; init; } = 4;

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The most that the task may cost, in USD; absent: the organisation's limit.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>The task that this one is a part of: what it spends, all tasks above it spend.</summary>
    public Guid? ParentTaskId { get; init; }

    public string? Requestor { get; init; }

    /// <summary>Where the answer goes; absent: it is published.</summary>
    public Uri? ReplyTo { get; init; }

    /// <summary>0 from a requestor; the saga counts from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>From the saga: the most that this attempt may spend in USD, judging included. It is set aside for it.</summary>
    public decimal? Allowance { get; init; }

    /// <summary>From the saga: the most that one call of a model may cost in USD.</summary>
    public decimal? CallLimit { get; init; }

    public Guid? AgentId { get; init; }

    public int? ConfigurationVersion { get; init; }

    public int? PolicySetVersion { get; init; }

    /// <summary>Why the task is run again: what was ruled, or why another System 1 could not do it.</summary>
    public string? Reason { get; init; }

    /// <summary>From the saga: completed tasks that resemble it, where any were looked for.</summary>
    public IReadOnlyList<SimilarTask> SimilarTasks { get; init; } = [];
}
