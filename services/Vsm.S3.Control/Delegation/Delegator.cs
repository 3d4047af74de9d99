using System.Globalization;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Delegation;

/// <summary>Where a task goes: one of the nested records.</summary>
internal abstract record RoutingDecision
{
    internal sealed record Assigned(Candidate To) : RoutingDecision;

    /// <summary>Agents that can do it are there, but none takes tasks now.</summary>
    internal sealed record NoneReady(string Reason) : RoutingDecision;

    /// <summary>Nobody can do it.</summary>
    internal sealed record Gap(string Reason, IReadOnlyList<string> Missing, IReadOnlyList<string> Considered) : RoutingDecision;

    /// <summary>Every agent that is ready would cost more than is left of the task's limit.</summary>
    /// <param name="Reason">For people.</param>
    /// <param name="Account">The account that has too little; null: the task's own limit is too low.</param>
    internal sealed record OverBudget(string Reason, string? Account = null) : RoutingDecision;

    /// <summary>A model is asked first.</summary>
    internal sealed record Ask(string Reason) : RoutingDecision;

    /// <summary>The account of a task above has to be opened first.</summary>
    internal sealed record NotOpen(Guid Task) : RoutingDecision;

    /// <summary>Nobody can do it or gets ready to, and asking or waiting once more would not help.</summary>
    internal sealed record Open(string Reason, WaitReason Why) : RoutingDecision;

    /// <summary>No agent may or can do it: it fails.</summary>
    internal sealed record Impossible(string Reason) : RoutingDecision;
}

/// <summary>3.1 as a pure decision: who of the agents gets a task, or why nobody.</summary>
internal static class Delegator
{
    private const int MostConsidered = 50;

    public static RoutingDecision Decide(TaskNeeds task, AgentIndex agents, ITaskRouter router)
    {
        if (task.Assignee is { } assignee)
        {
            return ToAssignee(task, assignee, agents);
        }

        var capable = agents.FindCapable(task.RequiredCapabilities).Where(x => !task.Refusals.ContainsKey(x.Agent.AgentId)).ToList();
        var ready = capable.Where(x => x.TakesTasks).ToList();
        if (ready.Count > 0)
        {
            return Select(task, ready, router);
        }

        if (capable.Count > 0)
        {
            return new RoutingDecision.NoneReady($"{Names(capable)} could do it but take no tasks now.");
        }

        if (task.Expected is { } expected && agents.All(x => x.Agent.AgentId != expected))
        {
            return new RoutingDecision.NoneReady("The System 1 that was made for it is getting ready.");
        }

        var missing = task.RequiredCapabilities.Where(x => !agents.Has(x)).ToList();
        return new RoutingDecision.Gap(
            agents.Count == 0 ? "ErrNoCapableAgent: there is no System 1." : $"ErrNoCapableAgent: none of {agents.Count} System 1s can do it.",
            missing,
            [.. agents.Take(MostConsidered).Select(x => $"{Name(x)}: {Against(task, x)}")]);
    }

    /// <summary>Those that can do the task and are as good for it as the best, where a choice would differ; none where there is nothing to choose.</summary>
    public static IReadOnlyList<Candidate> Tied(TaskNeeds task, AgentIndex agents, ITaskRouter router, double margin)
    {
        if (task.Assignee is not null || task.Expected is not null)
        {
            return [];
        }

        var tied = router.Tied(task, [.. DelegationDecision.Able(task, agents).Where(x => IsAffordable(task, x))], margin);
        return tied.Select(x => (x.Agent.Description, x.Agent.Kind, x.Agent.Model, string.Join('\n', x.Agent.Capabilities.Select(y => y.Name)))).Distinct().Count() > 1 ? tied : [];
    }

    /// <summary>Whether the agent is meant by a number (<c>3</c>, <c>s3</c>, <c>sys3</c>) or a name.</summary>
    public static bool Means(string assignee, Candidate candidate)
    {
        var number = candidate.Agent.Number.ToString(CultureInfo.InvariantCulture);
        return assignee == number
            || string.Equals(assignee, candidate.Agent.Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(assignee, $"s{number}", StringComparison.OrdinalIgnoreCase)
            || string.Equals(assignee, $"sys{number}", StringComparison.OrdinalIgnoreCase)
            || string.Equals(assignee, candidate.Agent.AgentId.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static RoutingDecision Select(TaskNeeds task, List<Candidate> ready, ITaskRouter router)
    {
        var affordable = ready.Where(x => IsAffordable(task, x)).ToList();
        if (affordable.Count == 0)
        {
            return OverBudget(task, ready.MinBy(x => (!task.Broke.ContainsKey(x.Agent.AgentId), task.LeastFor(x.Agent), x.Agent.Number))!);
        }

        return (affordable.FirstOrDefault(x => x.Agent.AgentId == task.Expected) ?? router.Select(task, affordable)) is { } selected
            ? new RoutingDecision.Assigned(selected)
            : new RoutingDecision.NoneReady($"ErrRoutingFailed: the router took none of {Names(affordable)}.");
    }

    private static bool IsAffordable(TaskNeeds task, Candidate candidate) =>
        task.LeastFor(candidate.Agent) <= task.Left && !task.Broke.ContainsKey(candidate.Agent.AgentId);

    private static RoutingDecision.OverBudget OverBudget(TaskNeeds task, Candidate cheapest) => task.Broke.TryGetValue(cheapest.Agent.AgentId, out var broke)
        ? new(broke.Reason, broke.Account)
        : new(string.Create(CultureInfo.InvariantCulture, $"{Name(cheapest)} costs about {task.LeastFor(cheapest.Agent)} USD."));

    private static RoutingDecision ToAssignee(TaskNeeds task, string assignee, IReadOnlyList<Candidate> agents)
    {
        // A name is matched first as it stands: an agent may be called sys3 without being number 3.
        var agent = agents.FirstOrDefault(x => string.Equals(assignee, x.Agent.Name, StringComparison.OrdinalIgnoreCase))
            ?? agents.FirstOrDefault(x => Means(assignee, x));
        if (agent is null)
        {
            return new RoutingDecision.Impossible($"The task is for {assignee} and no other, and there is no such System 1.");
        }

        if (task.Refusals.TryGetValue(agent.Agent.AgentId, out var refusal))
        {
            return new RoutingDecision.Impossible($"The task is for {Name(agent)} and no other, which cannot do it: {refusal}");
        }

        if (!agent.TakesTasks)
        {
            return new RoutingDecision.NoneReady($"The task is for {Name(agent)} and no other, which is {agent.Status.ToString().ToLowerInvariant()}.");
        }

        return IsAffordable(task, agent) ? new RoutingDecision.Assigned(agent) : OverBudget(task, agent);
    }

    private static string? Against(TaskNeeds task, Candidate candidate)
    {
        if (task.Refusals.TryGetValue(candidate.Agent.AgentId, out var refusal))
        {
            return refusal;
        }

        var missing = task.RequiredCapabilities.Where(x => !CapabilityRouter.Has(candidate, x)).ToList();
        return missing.Count == 0 ? null : $"lacks {string.Join(", ", missing)}";
    }

    private static string Names(IEnumerable<Candidate> candidates) => string.Join(", ", candidates.Take(5).Select(Name));

    public static string Name(Candidate candidate) => $"System 1 {candidate.Agent.Number} ({candidate.Agent.Name})";
}
