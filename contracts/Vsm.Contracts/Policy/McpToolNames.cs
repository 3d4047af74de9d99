using System.Text.RegularExpressions;

namespace Vsm.Contracts.Policy;

/// <summary>What tools of MCP servers are called here: the server's name, two underscores, the tool's name.</summary>
public static partial class McpToolNames
{
    /// <summary>The most characters of a whole name; providers of models take no longer ones.</summary>
    public const int Longest = 64;

    public const string Separator = "__";

    /// <summary>Stands for all tools of a server.</summary>
    public const string All = "*";

    /// <summary>A tool's name here; null: it cannot be given one.</summary>
    public static string? Of(string server, string tool)
    {
        var name = $"{server}{Separator}{Other().Replace(tool ?? "", "_")}";
        return string.IsNullOrEmpty(tool) || name.Length > Longest ? null : name;
    }

    /// <summary>The server that a name or pattern of tools is of; null: it is of none.</summary>
    public static string? ServerOf(string name)
    {
        var end = (name ?? "").IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && end + Separator.Length < name!.Length ? name[..end] : null;
    }

    /// <summary>The level that permissions give a tool: of its own entry, else of that of all tools of its server.</summary>
    public static string? LevelOf(IReadOnlyDictionary<string, string> permissions, string tool)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return permissions.TryGetValue(tool, out var own) ? own
            : ServerOf(tool) is { } server && permissions.TryGetValue($"{server}{Separator}{All}", out var all) ? all
            : null;
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Other();
}
