using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Delegation;

/// <summary>An agent as routing sees it.</summary>
/// <param name="Agent">What it said when it registered.</param>
/// <param name="Status">The registry's view.</param>
/// <param name="SuccessRate">Completed of all tried, 0 to 1.</param>
/// <param name="Load">Running and assigned since, of what it may run at once, 0 to 1.</param>
internal sealed record Candidate(AgentInfo Agent, AgentStatus Status, double SuccessRate, double Load)
{
    public bool TakesTasks => Takes(Status);

    public static bool Takes(AgentStatus status) => status is AgentStatus.Active or AgentStatus.Busy;
}

/// <summary>What a task needs of an agent.</summary>
internal sealed record TaskNeeds
{
    public IReadOnlyList<string> RequiredCapabilities { get; init; } = [];

    /// <summary>This agent and no other, by number or name.</summary>
    public string? Assignee { get; init; }

    /// <summary>An agent that was made, or corrected, for the task: it comes first, and may not be in the registry yet.</summary>
    public Guid? Expected { get; init; }

    /// <summary>What is left of the task's cost limit, in USD.</summary>
    public decimal Left { get; init; } = decimal.MaxValue;

    /// <summary>The agent of the last attempt that could not be paid, and what it would have needed in USD.</summary>
    public (Guid Agent, decimal Amount)? Needed { get; init; }

    /// <summary>Agents for which an account has too little: the account, and what is said of it.</summary>
    public IReadOnlyDictionary<Guid, (string Account, string Reason)> Broke { get; init; } = new Dictionary<Guid, (string, string)>();

    /// <summary>What an attempt of an agent needs at least, in USD.</summary>
    public decimal LeastFor(AgentInfo agent) =>
        Needed is { } needed && needed.Agent == agent.AgentId ? Math.Max(agent.CostPerTask, needed.Amount) : agent.CostPerTask;

    /// <summary>Agents that could not do it, each with its reason.</summary>
    public IReadOnlyDictionary<Guid, string> Refusals { get; init; } = new Dictionary<Guid, string>();
}
