using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;

namespace Vsm.S1.Operations.Execution;

/// <summary>What an attempt is done for, under, and within.</summary>
internal sealed record AttemptFrame
{
    public required AssignTaskMessage Task { get; init; }

    public required RunningAgent Agent { get; init; }

    /// <summary>What comes meanwhile is for later tasks.</summary>
    public required AgentConfiguration Configuration { get; init; }

    public required AttemptLimit Limit { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long runs before this one worked on it.</summary>
    public TimeSpan WorkedBefore { get; init; }

    /// <summary>Whether the command may be tried again here and now for the sake of something that is away.</summary>
    public bool IsTriedAgain { get; init; }
}

/// <summary>How long an attempt may take.</summary>
/// <param name="Left">From now on.</param>
/// <param name="Said">Altogether.</param>
/// <param name="Note">Where it comes from, if not from the agent or the task.</param>
internal sealed record AttemptLimit(TimeSpan Left, TimeSpan Said, string Note)
{
    // Longer than a task may be executing.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(8);

    /// <summary>Of one in its command's delivery.</summary>
    public static AttemptLimit InDelivery(AssignTaskMessage task, AgentConfiguration agent, TimeSpan most, DateTimeOffset now)
    {
        var limit = Until(task, TimeSpan.FromMilliseconds(Math.Min(agent.TaskTimeoutMs, most.TotalMilliseconds)), now);
        return new AttemptLimit(limit, limit, limit == most ? ", the most that Vsm:HandlerLimit allows" : "");
    }

    /// <summary>Of one that runs before this have worked on for a while.</summary>
    public static AttemptLimit Stored(AssignTaskMessage task, AgentConfiguration agent, TimeSpan worked, DateTimeOffset now)
    {
        var all = TimeSpan.FromMilliseconds(Math.Min(agent.TaskTimeoutMs, Longest.TotalMilliseconds));
        var left = Until(task, all > worked ? all - worked : TimeSpan.Zero, now);
        return new AttemptLimit(left, left + worked, "");
    }

    private static TimeSpan Until(AssignTaskMessage task, TimeSpan limit, DateTimeOffset now) =>
        task.Deadline - now is { } left && left < limit ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : limit;
}
