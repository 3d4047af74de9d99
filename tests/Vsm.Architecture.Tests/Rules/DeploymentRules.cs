using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>docker-compose.yml cannot be run by a test; these rules see that it is whole and fits the services.</summary>
internal static class DeploymentRules
{
    private const string File = "docker-compose.yml";
    private const string Models = "infra/Vsm.Ai/Vsm.Ai.csproj";

    // As providers' own tools read them.
    private static readonly string[] OfProviders = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"];

    public static IEnumerable<string> ComposeRunsEveryService(Tree tree)
    {
        Dictionary<string, ComposeService> containers;
        try
        {
            containers = Read(tree.Read(File)).Services;
        }
        catch (YamlException problem)
        {
            return [$"{File}:{problem.Start.Line} cannot be read: {problem.InnerException?.Message ?? problem.Message}"];
        }

        var programs = tree.Projects("services").Where(project => project.IsProgram).Select(project => project.Name)
            .Where(name => name is not ("Vsm.AllInOne" or "Vsm.Cli")).ToHashSet();
        var callers = tree.Projects("services").Where(project => programs.Contains(project.Name) && project.ProjectReferences.Contains(Models))
            .Select(project => project.Name).ToHashSet();
        return [.. Services(programs, containers), .. containers.SelectMany(container => Providers(container.Key, container.Value, callers)), .. containers.SelectMany(container => Container(tree, container.Key, container.Value, containers))];
    }

    private static IEnumerable<string> Services(HashSet<string> programs, Dictionary<string, ComposeService> containers)
    {
        foreach (var program in programs.Order())
        {
            var container = program["Vsm.".Length..].Replace('.', '-').ToLowerInvariant();
            var built = containers.Where(candidate => candidate.Value.Built == program).Select(candidate => candidate.Key).ToList();
            if (built is not [var only] || only != container)
            {
                yield return $"{File}: {program} is built by [{string.Join(", ", built)}] instead of by {container} alone.";
            }
        }

        foreach (var (name, container) in containers.Where(candidate => candidate.Value.Build is not null && !programs.Contains(candidate.Value.Built ?? "")))
        {
            yield return $"{File}: {name} builds '{container.Built}', which is no program under services/.";
        }
    }

    private static IEnumerable<string> Providers(string name, ComposeService container, HashSet<string> callers)
    {
        foreach (var setting in OfProviders)
        {
            var given = container.Environment.GetValueOrDefault(setting);
            if (given is null ? callers.Contains(container.Built ?? "") : given != $"${{{setting}:-}}")
            {
                yield return given is null
                    ? $"{File}: {name} calls models and is not given {setting}."
                    : $"{File}: {name} has a {setting} of its own; it comes from whoever starts it, as ${{{setting}:-}}.";
            }
        }
    }

    private static IEnumerable<string> Container(Tree tree, string name, ComposeService container, Dictionary<string, ComposeService> all)
    {
        if (container.Build is { } build && !tree.Has(build.Dockerfile ?? "Dockerfile"))
        {
            yield return $"{File}: {name} is built from {build.Dockerfile}, which is not there.";
        }

        if (container.Build is null && container.Image?.Split(':') is not [_, [>= '0' and <= '9', ..]])
        {
            yield return $"{File}: {name} runs '{container.Image}'; pin a version.";
        }

        if (container.Healthcheck is null)
        {
            yield return $"{File}: {name} has no health check.";
        }

        foreach (var port in container.Ports.Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)))
        {
            yield return $"{File}: {name} publishes {port} beyond 127.0.0.1.";
        }

        foreach (var needed in container.DependsOn.Keys.Where(needed => !all.ContainsKey(needed)))
        {
            yield return $"{File}: {name} depends on {needed}, which is not there.";
        }
    }

    private static Compose Read(string text) =>
        new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties().Build().Deserialize<Compose>(new MergingParser(new Parser(new StringReader(text)))) ?? new Compose();
}
