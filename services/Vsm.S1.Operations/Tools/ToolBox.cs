using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools;

/// <summary>All tools that agents can be permitted to call.</summary>
internal sealed class ToolBox(IEnumerable<IToolSource> sources)
{
    /// <summary>The tools that there are for an agent, permitted or not.</summary>
    public async Task<FoundTools> FindAsync(AgentConfiguration agent, CancellationToken cancel)
    {
        var found = await Task.WhenAll(sources.Select(x => x.FindAsync(agent, cancel)));
        return new FoundTools([.. found.SelectMany(x => x.Tools).OrderBy(x => x.Name, StringComparer.Ordinal)], [.. found.SelectMany(x => x.Missing)]);
    }

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent)
    {
        foreach (var (tool, level) in agent.Permissions.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            if (level is not ("none" or "read" or "write"))
            {
                yield return new ConfigurationError($"permissions.{tool}", $"'{level}' is no level; there are none, read and write.");
            }
            else if (!ToolNames.Descriptions.ContainsKey(tool) && level != "none" && !IsOfServer(agent, tool))
            {
                yield return new ConfigurationError($"permissions.{tool}", $"There is no such tool; there are {string.Join(", ", ToolNames.Descriptions.Keys.Order(StringComparer.Ordinal))}.");
            }
        }

        foreach (var error in sources.SelectMany(x => x.Validate(agent)))
        {
            yield return error;
        }
    }

    private static bool IsOfServer(AgentConfiguration agent, string tool) =>
        McpToolNames.ServerOf(tool) is { } server && (agent.Tools?.McpServers ?? []).Any(x => x.Name == server);
}
