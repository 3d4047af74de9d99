using System.Collections;

namespace Vsm.S3.Control.Delegation;

/// <summary>Agents of a VSM instance, to be found by what they can do and by the model they work with.</summary>
internal sealed class AgentIndex : IReadOnlyList<Candidate>
{
    private readonly IReadOnlyList<Candidate> _agents;
    private readonly ILookup<string, Candidate> _byCapability;
    private readonly ILookup<string, Candidate> _byModel;

    public AgentIndex(IReadOnlyList<Candidate> agents)
    {
        _agents = agents;
        _byCapability = agents
            .SelectMany(x => x.Agent.Capabilities, (agent, capability) => (agent, capability.Name))
            .ToLookup(x => x.Name, x => x.agent, StringComparer.OrdinalIgnoreCase);
        _byModel = agents.ToLookup(x => x.Agent.Model ?? x.Agent.Kind, StringComparer.OrdinalIgnoreCase);
    }

    public int Count => _agents.Count;

    public Candidate this[int index] => _agents[index];

    public IEnumerable<Candidate> FindByCapability(string capability) => _byCapability[capability];

    /// <summary>Agents without a model are found by their kind.</summary>
    public IEnumerable<Candidate> FindByModel(string model) => _byModel[model];

    public bool Has(string capability) => _byCapability.Contains(capability);

    /// <summary>Agents that have every capability; all of them where none is required.</summary>
    public IEnumerable<Candidate> FindCapable(IReadOnlyList<string> capabilities) => capabilities.Count == 0
        ? _agents
        : capabilities.Skip(1).Aggregate(FindByCapability(capabilities[0]), (found, x) => found.Intersect(FindByCapability(x)));

    public IEnumerator<Candidate> GetEnumerator() => _agents.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
