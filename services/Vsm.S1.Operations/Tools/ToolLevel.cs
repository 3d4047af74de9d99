using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools;

/// <summary>How much of a tool an agent may use; each level has those before it.</summary>
internal enum ToolLevel
{
    None,
    Read,
    Write,
}

internal static class ToolLevels
{
    /// <summary>The level that a configuration permits; what it does not name, or names otherwise than a level, is not permitted.</summary>
    public static ToolLevel Of(IReadOnlyDictionary<string, string> permissions, string tool) => McpToolNames.LevelOf(permissions, tool) switch
    {
        "read" => ToolLevel.Read,
        "write" => ToolLevel.Write,
        _ => ToolLevel.None,
    };

    public static string Name(this ToolLevel level) => level.ToString().ToLowerInvariant();
}
