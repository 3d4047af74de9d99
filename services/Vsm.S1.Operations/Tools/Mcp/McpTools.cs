using Microsoft.Extensions.Options;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Gives an agent the tools of the MCP servers that its configuration names, as far as it has any permission for them.</summary>
internal sealed class McpTools(McpSessions sessions, IOptions<McpOptions> options) : IToolSource
{
    /// <summary>None: which there are is known when the servers are asked.</summary>
    public IEnumerable<AgentTool> Of(AgentConfiguration agent) => [];

    public async Task<FoundTools> FindAsync(AgentConfiguration agent, CancellationToken cancel)
    {
        var found = await Task.WhenAll((agent.Tools?.McpServers ?? []).Where(x => IsPermitted(agent, x)).Select(x => FindAsync(agent, x, cancel)));
        return new FoundTools([.. found.SelectMany(x => x.Tools)], [.. found.SelectMany(x => x.Missing)]);
    }

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent)
    {
        var servers = agent.Tools?.McpServers ?? [];
        if (agent.Kind == "mcp" != servers.Count > 0)
        {
            yield return new ConfigurationError(
                "tools.mcp_servers", servers.Count > 0 ? $"An agent of kind '{agent.Kind}' has no MCP servers; make it one of kind 'mcp'." : "Name at least one MCP server, or make it an agent of kind 'llm'.");
        }

        foreach (var server in servers)
        {
            if (McpPermit.Problem(server, options.Value) is { } problem)
            {
                yield return new ConfigurationError($"tools.mcp_servers.{server.Name}", problem);
            }
        }
    }

    private async Task<FoundTools> FindAsync(AgentConfiguration agent, McpServerSettings server, CancellationToken cancel)
    {
        try
        {
            var session = sessions.Of(agent, server);
            var trusted = McpPermit.IsTrusted(server, options.Value);
            return new FoundTools([.. (await session.ToolsAsync(cancel)).Select(x => new McpTool(x, session, trusted))], []);
        }
        catch (ToolException absent)
        {
            return new FoundTools([], [new MissingTools($"{server.Name}{McpToolNames.Separator}{McpToolNames.All}", absent.Message)]);
        }
    }

    private static bool IsPermitted(AgentConfiguration agent, McpServerSettings server) =>
        agent.Permissions.Any(x => x.Value is "read" or "write" && McpToolNames.ServerOf(x.Key) == server.Name);
}
