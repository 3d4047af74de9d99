using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Attempts;

/// <summary>
/// An attempt that somebody has to do: its command is acknowledged, its answer not sent. It is worked on by one process at a time, under the configuration
/// that it was taken under, so that another can go on where that one ended.
/// </summary>
internal sealed class StoredAttempt
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public required AssignTaskMessage Assignment { get; init; }

    public required AgentConfiguration Configuration { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The process that works on it; null: nobody does.</summary>
    public string? Owner { get; set; }

    /// <summary>Rises with every sign of life of the owner, and with every change of owners.</summary>
    public int Beat { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Starts { get; set; }

    /// <summary>How often it was taken from an owner that gave no sign of life.</summary>
    public int Takeovers { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How long all its owners together have worked on it, as far as they said.</summary>
    public long WorkedMs { get; set; }

    public static StoredAttempt Of(AssignTaskMessage task, AgentConfiguration configuration, DateTimeOffset at) => new()
    {
        TaskId = task.TaskId, Attempt = task.Attempt, AgentId = configuration.AgentId, Assignment = task, Configuration = configuration, At = at,
    };
}

/// <summary>What is seen of an attempt from outside.</summary>
internal sealed record AttemptSight(Guid TaskId, int Attempt, Guid AgentId, string? Owner, int Beat);
