namespace Vsm.Contracts.Policy;

/// <summary>
/// A server of the Model Context Protocol that a System 1 of kind <c>mcp</c> gets tools from: a command, or an address. Its tools are called
/// <c>name__tool</c>; permissions name them so, or all of them as <c>name__*</c>.
/// </summary>
public sealed record McpServerSettings
{
    public required string Name { get; init; }

    /// <summary>One of the commands that the operator of System 1 allows, by the operator's name for it. No path, and no shell.</summary>
    public string? Command { get; init; }

    /// <summary>Added to the command's own, where the operator allows that.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that the operator allows to be set. Secrets are the operator's to set: what stands here is in the journal.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The address of its streamable HTTP endpoint, on a host that the operator allows.</summary>
    public string? Url { get; init; }
}
