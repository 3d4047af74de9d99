using System.Text.RegularExpressions;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>Says what is wrong with the MCP servers of one System 1.</summary>
internal static partial class McpValidation
{
    public const int MostServers = 8;
    private const int MostArguments = 50;
    private const int MostVariables = 20;
    private const int LongestText = 1_000;
    private const string NameExpected = "lower-case letters, digits and '-', starting with a letter, at most 20 characters";
    private const string UrlExpected = "an address such as https://example.org/mcp";

    public static void Check(ValidationProblems problems, string path, string kind, IReadOnlyList<McpServerSettings> servers)
    {
        if (kind == "mcp" && servers.Count == 0)
        {
            problems.Add($"{path}.tools.mcpServers", "a system of kind mcp needs at least one MCP server; without any it is of kind llm");
        }
        else if (kind != "mcp" && servers.Count > 0 && OrganisationNames.Kinds.Contains(kind))
        {
            problems.Add($"{path}.tools.mcpServers", $"a system of kind {kind} has no MCP servers; expected kind mcp");
        }

        problems.Count($"{path}.tools.mcpServers", servers.Count, MostServers);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, server) in servers.Index().Take(MostServers))
        {
            var place = $"{path}.tools.mcpServers[{index}]";
            if (!Name().IsMatch(server.Name ?? ""))
            {
                problems.Add($"{place}.name", $"'{ValidationProblems.Shown(server.Name)}' is not a name; expected {NameExpected}");
            }
            else if (!seen.Add(server.Name!))
            {
                problems.Add($"{place}.name", $"the MCP server '{server.Name}' is listed twice; expected it once");
            }

            Check(problems, place, server);
        }
    }

    /// <summary>Whether a permission is for tools of a server of the system.</summary>
    public static bool IsOfServer(SystemSpecification system, string tool) =>
        McpToolNames.ServerOf(tool) is { } server && (system.Tools?.McpServers ?? []).Any(x => x.Name == server);

    public static IEnumerable<string> Patterns(SystemSpecification system) =>
        (system.Tools?.McpServers ?? []).Select(x => $"{x.Name}{McpToolNames.Separator}{McpToolNames.All}");

    private static void Check(ValidationProblems problems, string place, McpServerSettings server)
    {
        if (server.Command is null == server.Url is null)
        {
            problems.Add($"{place}.command", "needs either a command or a url");
        }

        if (server.Command is { } command && !OrganisationNames.IsName(command))
        {
            problems.Add($"{place}.command", $"'{ValidationProblems.Shown(command)}' is not the name of a command; expected one that the operator allows, {OrganisationNames.Expected}");
        }

        if (server.Url is { } url && !(url.Length <= LongestText && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            problems.Add($"{place}.url", $"'{ValidationProblems.Shown(url)}' is no address; expected {UrlExpected}");
        }

        if (server.Url is not null && (server.Arguments.Count > 0 || server.Environment.Count > 0))
        {
            problems.Add($"{place}.url", "takes no arguments and no environment; they are for a command");
        }

        problems.Count($"{place}.arguments", server.Arguments.Count, MostArguments);
        foreach (var (index, argument) in server.Arguments.Index().Take(MostArguments).Where(x => x.Item.Length > LongestText || x.Item.Contains('\0', StringComparison.Ordinal)))
        {
            problems.Add($"{place}.arguments[{index}]", $"has {argument.Length} characters; expected at most {LongestText}, and no NUL");
        }

        problems.Count($"{place}.environment", server.Environment.Count, MostVariables);
        foreach (var (name, value) in server.Environment.Take(MostVariables))
        {
            if (!Variable().IsMatch(name) || value.Length > LongestText || value.Contains('\0', StringComparison.Ordinal))
            {
                problems.Add($"{place}.environment.{ValidationProblems.Shown(name)}", $"is no variable that can be set; expected a name of letters, digits and '_', and at most {LongestText} characters");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z](-?[a-z0-9])*\z(?<=\A.{1,20})")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex Variable();
}
