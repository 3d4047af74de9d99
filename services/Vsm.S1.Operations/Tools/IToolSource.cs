using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools;

/// <summary>Where tools come from. A source that lacks what its tools need has none.</summary>
internal interface IToolSource
{
    /// <summary>The tools that there are for an agent, permitted or not; with their state, if they have any, for one attempt.</summary>
    IEnumerable<AgentTool> Of(AgentConfiguration agent);

    /// <summary>The same for an attempt that begins, asked of whoever has them.</summary>
    Task<FoundTools> FindAsync(AgentConfiguration agent, CancellationToken cancel) => Task.FromResult(new FoundTools([.. Of(agent)], []));

    /// <summary>What is missing or wrong for the tools that an agent is permitted.</summary>
    IEnumerable<ConfigurationError> Validate(AgentConfiguration agent);
}
