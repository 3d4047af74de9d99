using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>Agents and tasks for them.</summary>
internal static class Agents
{
    /// <summary>An agent that waits at the gate.</summary>
    public static AgentConfiguration Gate(int number = 1) => Of(number, Step("gate"));

    public static AgentConfiguration Of(int number, params FunctionStep[] steps) => new()
    {
        AgentId = Guid.NewGuid(),
        Number = number,
        Name = $"worker {number}",
        Kind = "function",
        Version = 1,
        Capabilities = [new Capability { Name = "count" }],
        Steps = steps,
        CostPerTask = 0.02m,
        TaskTimeoutMs = (long)OperationsBench.TaskLimit.TotalMilliseconds,
    };

    public static FunctionStep Step(string function, params (string Name, string Value)[] parameters) =>
        new() { Function = function, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) };

    /// <summary>A task as Control gives it to the agent.</summary>
    public static AssignTaskMessage Task(AgentConfiguration agent, string content) => new()
    {
        TaskId = Guid.NewGuid(),
        Attempt = 1,
        Content = content,
        AgentId = agent.AgentId,
        ConfigurationVersion = agent.Version,
        PolicySetVersion = 4,
    };
}
