using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools.Web;

/// <summary>Lets an agent fetch from the hosts that its configuration names.</summary>
internal sealed class WebTools(WebGate gate) : IToolSource
{
    public IEnumerable<AgentTool> Of(AgentConfiguration agent) =>
        agent.Tools?.WebHosts is { Count: > 0 } hosts ? [new WebFetchTool(gate, new AllowedHosts(hosts))] : [];

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent)
    {
        if (ToolLevels.Of(agent.Permissions, ToolNames.WebFetch) > ToolLevel.None && agent.Tools?.WebHosts is not { Count: > 0 })
        {
            yield return new ConfigurationError("tools.web_hosts", "Name the hosts that it may fetch from.");
        }
    }
}
