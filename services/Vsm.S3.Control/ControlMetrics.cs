using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Registry;

namespace Vsm.S3.Control;

/// <summary>Meter <c>Vsm.S3.Control</c>: agents, assignments, and how tasks end.</summary>
internal sealed class ControlMetrics
{
    public const string Meter = "Vsm.S3.Control";
    private readonly Counter<long> _registered;
    private readonly Counter<long> _assigned;
    private readonly Counter<long> _ended;
    private readonly ConcurrentDictionary<Guid, (AgentInfo Agent, string Status, double Load)> _agents = new();

    public ControlMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _registered = meter.CreateCounter<long>("mcp_agents_registered_total", "{agent}", "Agents registered.");
        _assigned = meter.CreateCounter<long>("mcp_tasks_assigned_total", "{task}", "Tasks given to agents.");
        _ended = meter.CreateCounter<long>("vsm.task.count", "{task}", "Tasks that became final, by state.");
        meter.CreateObservableGauge("mcp_agents_active", Active, "{agent}", "Agents by model and status.");
        meter.CreateObservableGauge("vsm.agents.capabilities", Capabilities, "{capability}", "Different capabilities of all agents.");
        meter.CreateObservableGauge("mcp_agent_utilization_ratio", Utilization, "1", "Load of each agent, 0 to 1.");
    }

    public void AgentRegistered(AgentInfo agent) => _registered.Add(1, KeyValuePair.Create<string, object?>("model", agent.Model ?? agent.Kind));

    public void TaskAssigned(AgentInfo agent, string? taskType) => _assigned.Add(
        1, KeyValuePair.Create<string, object?>("agent_model", agent.Model ?? agent.Kind), KeyValuePair.Create<string, object?>("task_type", taskType ?? "none"));

    public void TaskEnded(string state) => _ended.Add(1, KeyValuePair.Create<string, object?>("state", state));

    public void Forget(RegisteredAgent agent) => _agents.TryRemove(agent.AgentId, out _);

    public void Observe(RegisteredAgent agent) =>
        _agents[agent.AgentId] = (agent.Info, agent.Status.ToString().ToLowerInvariant(), AgentHealth.Metrics(agent).CurrentLoad);

    private IEnumerable<Measurement<int>> Active() => _agents.Values
        .GroupBy(x => (Model: x.Agent.Model ?? x.Agent.Kind, x.Status))
        .Select(x => new Measurement<int>(
            x.Count(), KeyValuePair.Create<string, object?>("model", x.Key.Model), KeyValuePair.Create<string, object?>("status", x.Key.Status)));

    private int Capabilities() =>
        _agents.Values.SelectMany(x => x.Agent.Capabilities).Select(x => x.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    private IEnumerable<Measurement<double>> Utilization() => _agents.Select(x => new Measurement<double>(
        x.Value.Load,
        KeyValuePair.Create<string, object?>("agent_id", x.Key.ToString()),
        KeyValuePair.Create<string, object?>("model", x.Value.Agent.Model ?? x.Value.Agent.Kind)));
}
