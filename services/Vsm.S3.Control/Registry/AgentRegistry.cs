using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Registry;

/// <summary>Pure decisions on who is in the registry.</summary>
internal static class AgentRegistry
{
    public const string AlreadyRegistered = "ErrAgentAlreadyRegistered";
    public const string Invalid = "ErrAgentInvalid";
    public const string HealthCheckFailed = "ErrHealthCheckFailed";

    private static readonly string[] Kinds = ["function", "llm", "mcp", "remote", "sensor", "api"];

    /// <summary>Why the agent is not taken, or nothing.</summary>
    /// <param name="request">Who wants to register.</param>
    /// <param name="others">Agents of the VSM instance that have the same number or name.</param>
    public static AgentRegistrationRefused? Refuse(RegisterAgent request, IEnumerable<RegisteredAgent> others)
    {
        var agent = request.Agent;
        if (Problem(agent) is { } problem)
        {
            return Refused(Invalid, problem);
        }

        if (!request.Health.Success)
        {
            return Refused(HealthCheckFailed, $"The health check of {agent.Name} failed: {request.Health.Error ?? "no reason given"}");
        }

        var other = others.FirstOrDefault(x => x.AgentId != agent.AgentId && (x.Number == agent.Number || Same(x.Name, agent.Name)));
        return other is null
            ? null
            : Refused(AlreadyRegistered, $"VSM {agent.Vsm} has the agent {other.Name} with number {other.Number} already, with another id.");

        AgentRegistrationRefused Refused(string error, string reason) => new() { Agent = agent, Error = error, Reason = reason };
    }

    private static string? Problem(AgentInfo agent)
    {
        if (agent.AgentId == Guid.Empty)
        {
            return "agentId is empty.";
        }

        if (string.IsNullOrWhiteSpace(agent.Vsm) || agent.Vsm.Length > 100)
        {
            return "vsm must have 1 to 100 characters.";
        }

        if (agent.Number < 1)
        {
            return $"number is {agent.Number}; numbers start at 1.";
        }

        if (string.IsNullOrWhiteSpace(agent.Name) || agent.Name.Length > 100)
        {
            return "name must have 1 to 100 characters.";
        }

        if (!Kinds.Contains(agent.Kind))
        {
            return $"kind is '{agent.Kind}'; it must be one of {string.Join(", ", Kinds)}.";
        }

        if (agent.MaxConcurrentTasks < 1)
        {
            return $"maxConcurrentTasks is {agent.MaxConcurrentTasks}; it must be at least 1.";
        }

        if (agent.CostPerTask < 0)
        {
            return $"costPerTask is {agent.CostPerTask}; it cannot be negative.";
        }

        if (agent.CostTotal < 0)
        {
            return $"costTotal is {agent.CostTotal}; it cannot be negative.";
        }

        var twice = agent.Capabilities.GroupBy(x => x.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(x => x.Count() > 1);
        return twice is null ? null : $"capability {twice.Key} is named {twice.Count()} times.";
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
