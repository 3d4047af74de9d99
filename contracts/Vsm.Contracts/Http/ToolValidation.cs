using System.Text.RegularExpressions;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>Says what is wrong with the permissions and tools of one System 1.</summary>
internal static partial class ToolValidation
{
    private const int MostHosts = 100;

    public static void Check(ValidationProblems problems, string path, SystemSpecification system)
    {
        foreach (var (tool, level) in system.Permissions)
        {
            problems.OneOf($"{path}.permissions.{tool}", level, OrganisationNames.PermissionLevels);
            if (system.Kind is "llm" or "mcp" && !ToolNames.Descriptions.ContainsKey(tool) && !McpValidation.IsOfServer(system, tool))
            {
                problems.Add($"{path}.permissions.{tool}", $"there is no tool '{ValidationProblems.Shown(tool)}'" + Suggestion.For(tool, [.. ToolNames.Descriptions.Keys, .. McpValidation.Patterns(system)]));
            }
        }

        var tools = system.Tools ?? new ToolSettings();
        if (tools.FileRoot is { } root && !IsRoot(root))
        {
            problems.Add($"{path}.tools.fileRoot", $"'{ValidationProblems.Shown(root)}' is no folder that can be used; expected {RootExpected}");
        }

        if (system.Kind is "llm" or "mcp" && tools.FileRoot is null && Permits(system, ToolNames.FileSystem))
        {
            problems.Add($"{path}.permissions.{ToolNames.FileSystem}", $"needs a folder in file_root of tools; expected {RootExpected}");
        }

        if (system.Kind is "llm" or "mcp" && tools.WebHosts.Count == 0 && Permits(system, ToolNames.WebFetch))
        {
            problems.Add($"{path}.permissions.{ToolNames.WebFetch}", $"needs web_hosts of tools, at least one; expected {HostExpected}");
        }

        McpValidation.Check(problems, path, system.Kind, tools.McpServers);
        problems.Count($"{path}.tools.webHosts", tools.WebHosts.Count, MostHosts);
        foreach (var (index, host) in tools.WebHosts.Index().Take(MostHosts).Where(x => !Host().IsMatch(x.Item)))
        {
            problems.Add($"{path}.tools.webHosts[{index}]", $"'{ValidationProblems.Shown(host)}' is no host; expected {HostExpected}");
        }
    }

    /// <summary>Whether the text names a folder below another one, in plain characters.</summary>
    public static bool IsRoot(string text) => Root().IsMatch(text);

    private static bool Permits(SystemSpecification system, string tool) => system.Permissions.GetValueOrDefault(tool, "none") != "none";

    private const string RootExpected = "a relative path such as letters or teams/letters, of letters, digits, '-', '_' and '.', no part beginning with '.'";
    private const string HostExpected = "a host such as example.org, *.example.org or example.org:8443, in lower case";

    [GeneratedRegex(@"\A(?=.{1,200}\z)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex Root();

    [GeneratedRegex(@"\A(?=.{1,260}\z)(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[0-9]{1,5})?\z")]
    private static partial Regex Host();
}
