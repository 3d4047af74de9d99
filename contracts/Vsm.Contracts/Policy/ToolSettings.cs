namespace Vsm.Contracts.Policy;

/// <summary>What the tools of a System 1 may reach, whatever its permissions and whatever a model asks for.</summary>
public sealed record ToolSettings
{
    /// <summary>The folder that <see cref="ToolNames.FileSystem"/> works below, relative to the one that the operator sets, such as <c>letters</c>.</summary>
    public string? FileRoot { get; init; }

    /// <summary>
    /// The hosts that <see cref="ToolNames.WebFetch"/> may fetch from: <c>example.org</c>, <c>*.example.org</c> for all below it, each with a port where it is
    /// not that of the scheme.
    /// </summary>
    public IReadOnlyList<string> WebHosts { get; init; } = [];

    /// <summary>The MCP servers that a System 1 of kind <c>mcp</c> gets tools from.</summary>
    public IReadOnlyList<McpServerSettings> McpServers { get; init; } = [];
}
