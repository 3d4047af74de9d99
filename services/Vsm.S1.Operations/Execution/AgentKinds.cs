using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Execution;

/// <summary>The kinds of agents that can be run here.</summary>
internal sealed class AgentKinds(IEnumerable<IAgentKind> kinds)
{
    private readonly Dictionary<string, IAgentKind> _kinds = kinds.ToDictionary(x => x.Kind);

    public IAgentKind Of(AgentConfiguration agent) => _kinds[agent.Kind];

    /// <summary>What of the agent's configuration a correction can set.</summary>
    public IReadOnlyList<string> HonouredParameters(AgentConfiguration agent) =>
        _kinds.TryGetValue(agent.Kind, out var kind) ? kind.HonouredParameters(agent) : [];

    /// <summary>Why an agent cannot work under its configuration; null: it can.</summary>
    public string? Problem(AgentConfiguration agent)
    {
        if (!_kinds.TryGetValue(agent.Kind, out var kind))
        {
            return $"an agent of kind '{agent.Kind}' cannot be run by this version; it runs {string.Join(" and ", _kinds.Keys.Order(StringComparer.Ordinal).Select(x => $"'{x}'"))}";
        }

        var errors = kind.Validate(agent);
        return errors.Count == 0 ? null : string.Join(" ", errors.Take(5));
    }
}
