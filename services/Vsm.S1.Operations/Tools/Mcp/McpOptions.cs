using Microsoft.Extensions.Options;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Settings of MCP servers, section <c>Vsm:Mcp</c>. Nothing is started or reached that the operator does not name here.</summary>
internal sealed class McpOptions
{
    public const string Section = "Vsm:Mcp";

    /// <summary>The commands that may be started, by the names that organisations call them.</summary>
    public Dictionary<string, AllowedCommand> Commands { get; } = [];

    /// <summary>The hosts that servers may be reached on over HTTP.</summary>
    public List<AllowedHost> Hosts { get; } = [];

    /// <summary>How long a server may take to start and to say which tools it has.</summary>
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause before a server that failed is started again; twice as long after each further failure, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan RestartPause { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A server that was not used for so long is ended.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often servers are looked at: which are idle, and which have other tools now.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most servers that this process has at once.</summary>
    public int MostServers { get; set; } = 32;

    /// <summary>The most tools that are taken of a server.</summary>
    public int MostTools { get; set; } = 64;

    /// <summary>The most bytes of one message of a server.</summary>
    public int MostMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>The most messages of a server in a second, on average over ten.</summary>
    public int MostMessagesPerSecond { get; set; } = 200;
}

/// <summary>A command that may be started as an MCP server.</summary>
internal sealed class AllowedCommand
{
    /// <summary>The program, as an absolute path. It is started as it is, without a shell.</summary>
    public string Path { get; set; } = "";

    public List<string> Arguments { get; } = [];

    /// <summary>Whether an organisation may add arguments; then it decides what the program does.</summary>
    public bool TakesArguments { get; set; }

    /// <summary>Variables of the server; it has these, <c>PATH</c>, and no others of this process.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The variables that an organisation may set.</summary>
    public List<string> Variables { get; } = [];

    /// <summary>The folder that it is started in; without it, the one for temporary files.</summary>
    public string? Folder { get; set; }

    /// <summary>Whether what it says of its tools (read only, idempotent) is believed.</summary>
    public bool Trusted { get; set; }
}

/// <summary>A host that MCP servers may be reached on.</summary>
internal sealed class AllowedHost
{
    /// <summary>Such as <c>example.org</c>, <c>*.example.org</c> or <c>127.0.0.1:8080</c>.</summary>
    public string Host { get; set; } = "";

    /// <summary>Sent with each request, such as <c>Authorization</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Whether what a server there says of its tools (read only, idempotent) is believed.</summary>
    public bool Trusted { get; set; }
}

internal sealed class McpOptionsValidator : IValidateOptions<McpOptions>
{
    public ValidateOptionsResult Validate(string? name, McpOptions options)
    {
        List<string> problems =
        [
            .. options.Commands.Where(x => !System.IO.Path.IsPathRooted(x.Value.Path)).Select(x => $"Vsm:Mcp:Commands:{x.Key}:Path is '{x.Value.Path}'; expected an absolute path."),
            .. options.Hosts.Index().Where(x => string.IsNullOrWhiteSpace(x.Item.Host) || x.Item.Host.Contains('/', StringComparison.Ordinal))
                .Select(x => $"Vsm:Mcp:Hosts:{x.Index}:Host is '{x.Item.Host}'; expected a host such as example.org or 127.0.0.1:8080."),
            .. Within(nameof(options.StartLimit), options.StartLimit, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
            .. Within(nameof(options.RestartPause), options.RestartPause, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            .. Within(nameof(options.LongestPause), options.LongestPause, options.RestartPause, TimeSpan.FromHours(1)),
            .. Within(nameof(options.IdleLimit), options.IdleLimit, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            .. Within(nameof(options.LookInterval), options.LookInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            .. Within(nameof(options.MostServers), options.MostServers, 1, 1_000),
            .. Within(nameof(options.MostTools), options.MostTools, 1, 128),
            .. Within(nameof(options.MostMessageBytes), options.MostMessageBytes, 1024, 64 * 1024 * 1024),
            .. Within(nameof(options.MostMessagesPerSecond), options.MostMessagesPerSecond, 1, 100_000),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Within<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            yield return FormattableString.Invariant($"Vsm:Mcp:{key} is {value}; expected {least} to {most}.");
        }
    }
}
