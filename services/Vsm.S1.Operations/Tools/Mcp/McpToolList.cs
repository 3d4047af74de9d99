using System.Text.Json;
using ModelContextProtocol.Protocol;
using Vsm.Contracts.Policy;
using Vsm.JsonSchemas;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>A tool as its server describes it.</summary>
internal sealed record McpToolDefinition(string Name, string NameThere, string Description, JsonElement Schema, CheckedSchema Rules, bool ReadOnly, bool Idempotent);

/// <summary>The tools of a server that can be used here.</summary>
internal sealed record McpToolList(IReadOnlyList<McpToolDefinition> Tools, string? Problem)
{
    private const int LongestDescription = 1_000;

    public static McpToolList None { get; } = new([], null);

    /// <param name="server">Whose they are.</param>
    /// <param name="tools">What it listed.</param>
    /// <param name="most">Where there were more than were taken: how many were.</param>
    public static McpToolList Of(McpServerSettings server, IReadOnlyList<Tool> tools, int? most)
    {
        var usable = tools.Select(x => Of(server, x)).OfType<McpToolDefinition>().DistinctBy(x => x.Name).ToList();
        var left = tools.Count - usable.Count;
        return new McpToolList(usable, most is not null ? $"It offers more than {most} tools; the others are left out."
            : left > 0 ? $"{left} of its tools are left out: a name or schema is too long, or not one, or there twice." : null);
    }

    private static McpToolDefinition? Of(McpServerSettings server, Tool tool)
    {
        var schema = tool.InputSchema.ValueKind == JsonValueKind.Object ? tool.InputSchema.GetRawText() : "";
        return schema.Length is > 0 and <= McpSchema.MostBytes && McpToolNames.Of(server.Name, tool.Name) is { } name
            ? new McpToolDefinition(
                name, tool.Name, Cut.To(tool.Description ?? tool.Title ?? tool.Name, LongestDescription), tool.InputSchema.Clone(), McpSchema.Rules(schema),
                tool.Annotations?.ReadOnlyHint == true, tool.Annotations?.IdempotentHint == true)
            : null;
    }
}
