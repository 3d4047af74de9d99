namespace Vsm.Contracts.Operations;

/// <summary>How an MCP server of a System 1 is, and what it offers; a server that no task needed yet was not asked.</summary>
public sealed record McpServerStatus
{
    public required string Name { get; init; }

    /// <summary><c>idle</c>, <c>running</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The names of its tools, as permissions name them, when it was last asked.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Why it failed, or what of its tools is left out.</summary>
    public string? Problem { get; init; }
}
