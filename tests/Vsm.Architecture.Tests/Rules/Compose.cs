namespace Vsm.Architecture.Tests.Rules;

// Read by YamlDotNet, which needs settable properties. Only what the rules look at.
internal sealed class Compose
{
    public Dictionary<string, ComposeService> Services { get; set; } = [];
}

internal sealed class ComposeService
{
    public ComposeBuild? Build { get; set; }

    public string? Image { get; set; }

    public Dictionary<string, object> DependsOn { get; set; } = [];

    public Dictionary<string, object>? Healthcheck { get; set; }

    public List<string> Ports { get; set; } = [];

    public Dictionary<string, string?> Environment { get; set; } = [];

    public string? Built => Build?.Args.GetValueOrDefault("SERVICE");
}

internal sealed class ComposeBuild
{
    public string? Context { get; set; }

    public string? Dockerfile { get; set; }

    public Dictionary<string, string> Args { get; set; } = [];
}
