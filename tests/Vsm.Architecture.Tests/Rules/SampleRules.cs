using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>A sample that cannot be run on a fresh checkout is none.</summary>
internal static class SampleRules
{
    public static IEnumerable<string> EveryOrganisationHasItsData(Tree tree) =>
        tree.Files("infra/samples").Where(file => Path.GetFileName(file) == "org.yaml").SelectMany(file => Missing(tree, file));

    private static IEnumerable<string> Missing(Tree tree, string organisation)
    {
        YamlNode root;
        try
        {
            root = Yaml.Read(tree.Read(organisation));
        }
        catch (YamlException problem)
        {
            return [$"{organisation}:{problem.Start.Line} is not YAML: {problem.Message}"];
        }

        var folder = Path.GetDirectoryName(organisation)!.Replace('\\', '/');
        var script = $"{folder}/make-data.sh";
        var made = tree.Has(script) ? tree.Read(script) : "";
        return from name in Named(root).Distinct()
               where !tree.Has($"{folder}/{name}") && !made.Contains(Path.GetFileName(name), StringComparison.Ordinal)
               select $"{organisation} names {name}, which is neither there nor made by {script}.";
    }

    private static IEnumerable<string> Named(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.SelectMany(pair => IsFile(pair.Key) ? Leaves(pair.Value) : Named(pair.Value)),
        YamlSequenceNode sequence => sequence.SelectMany(Named),
        _ => [],
    };

    private static bool IsFile(YamlNode key) =>
        key is YamlScalarNode { Value: { } name } && (name is "files" or "file" || name.EndsWith("_file", StringComparison.Ordinal));

    private static IEnumerable<string> Leaves(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } value } => [value],
        YamlSequenceNode sequence => sequence.SelectMany(Leaves),
        YamlMappingNode mapping when mapping.Children.TryGetValue("path", out var path) => Leaves(path),
        _ => [],
    };
}
