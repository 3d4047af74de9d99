using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Tools.Web;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>What the operator lets of servers be started and reached.</summary>
internal static class McpPermit
{
    /// <summary>Why a server may not be used as it is configured; null: it may.</summary>
    public static string? Problem(McpServerSettings server, McpOptions options) => server switch
    {
        { Command: { } command, Url: null } => options.Commands.TryGetValue(command, out var allowed)
            ? Problem(server, command, allowed)
            : $"The command '{command}' is not one that the operator allows; {Known("Vsm:Mcp:Commands", options.Commands.Keys)}",
        { Url: { } url, Command: null } => Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? HostOf(address, options) is not null ? null : $"The host of '{url}' is not one that the operator allows; {Known("Vsm:Mcp:Hosts", options.Hosts.Select(x => x.Host))}"
            : $"'{url}' is no address.",
        _ => "It needs either a command or a url.",
    };

    public static AllowedHost? HostOf(Uri address, McpOptions options) => options.Hosts.FirstOrDefault(x => Fits(x, address));

    public static bool IsTrusted(McpServerSettings server, McpOptions options) => server.Command is { } command
        ? options.Commands.GetValueOrDefault(command)?.Trusted == true
        : server.Url is { } url && HostOf(new Uri(url), options)?.Trusted == true;

    private static string? Problem(McpServerSettings server, string command, AllowedCommand allowed) =>
        !File.Exists(allowed.Path) ? $"There is no file at Vsm:Mcp:Commands:{command}:Path."
        : server.Arguments.Count > 0 && !allowed.TakesArguments ? $"The operator lets '{command}' take no arguments (Vsm:Mcp:Commands:{command}:TakesArguments)."
        : server.Environment.Keys.FirstOrDefault(x => !allowed.Variables.Contains(x)) is { } variable
            ? $"The operator lets nobody set {variable} for '{command}' (Vsm:Mcp:Commands:{command}:Variables)."
        : null;

    private static bool Fits(AllowedHost host, Uri address)
    {
        try
        {
            new AllowedHosts([host.Host]).Check(address);
            return true;
        }
        catch (ToolException)
        {
            return false;
        }
    }

    private static string Known(string key, IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } known ? $"{key} has {string.Join(", ", known)}." : $"{key} is empty.";
}
