using System.Text.Json;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>A tool of an MCP server. What the server says of it lowers what it needs only where the operator trusts the server.</summary>
internal sealed class McpTool(McpToolDefinition tool, McpSession session, bool trusted) : AgentTool(tool.Name, tool.Description, tool.Schema, tool.Rules)
{
    public override ToolLevel Least => trusted && tool.ReadOnly ? ToolLevel.Read : ToolLevel.Write;

    public override ToolLevel LevelOf(JsonElement arguments) => Least;

    public override bool HasEffect(JsonElement arguments) => Least == ToolLevel.Write && !(trusted && tool.Idempotent);

    protected override async Task<string> RunAsync(JsonElement arguments, CancellationToken cancel)
    {
        var result = await session.CallAsync(tool.NameThere, arguments.EnumerateObject().ToDictionary(x => x.Name, x => x.Value), cancel);
        var text = McpContent.Text(result);
        return result.IsError == true ? throw new ToolException(BoundedText.Of(text)) : text;
    }
}
