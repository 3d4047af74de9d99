using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;
using Vsm.Unit.Tests.Operations.Functions;
using YamlDotNet.RepresentationModel;

namespace Vsm.Unit.Tests.Operations.Samples;

/// <summary>A sample organisation as its file says, of which only agents and tasks are read.</summary>
internal sealed class Sample
{
    private readonly YamlMappingNode _root;

    public Sample(string name, string file = "org.yaml")
    {
        Folder = Path.Combine(Root(), name);
        using var reader = File.OpenText(Path.Combine(Folder, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    public string Folder { get; }

    public string[] ReadLines(string file) => File.ReadAllLines(Path.Combine(Folder, file));

    public AgentConfiguration Agent(string name, string section = "systems")
    {
        var system = Items(section).Single(x => Text(x["name"]) == name);
        return Agents.Of([.. ((YamlSequenceNode)system["steps"]).Children.Cast<YamlMappingNode>().Select(Step)]);
    }

    public PipelineRun Run(AgentConfiguration agent, int task)
    {
        Assert.That(Agents.Pipeline.Validate(agent), Is.Empty);
        var node = Items("tasks")[task];
        var message = new AssignTaskMessage
        {
            TaskId = Guid.Empty,
            Content = Text(node["content"]),
            References = [.. ((YamlSequenceNode)node["files"]).Children.Select(x => Path.Combine(Folder, Text(x))).Select(x =>
                new ContentReference { Uri = new Uri(x), Length = new FileInfo(x).Length, Sha256 = "", Name = Path.GetFileName(x) })],
        };
        return Agents.Pipeline.Prepare(agent, message, (x, _) => ValueTask.FromResult<Stream>(File.OpenRead(x.Uri.LocalPath)));
    }

    private FunctionStep Step(YamlMappingNode step)
    {
        var parameters = step.Children.Where(x => Text(x.Key) != "function").ToDictionary(x => Text(x.Key), x => Text(x.Value));
        foreach (var name in parameters.Keys.Where(x => x.EndsWith("_file", StringComparison.Ordinal)).ToList())
        {
            parameters[name[..^5]] = File.ReadAllText(Path.Combine(Folder, parameters[name]));
            parameters.Remove(name);
        }

        return new FunctionStep { Function = Text(step["function"]), Parameters = parameters };
    }

    private List<YamlMappingNode> Items(string section) => [.. ((YamlSequenceNode)_root[section]).Children.Cast<YamlMappingNode>()];

    private static string Text(YamlNode node) => node is YamlSequenceNode list ? string.Join(",", list.Children.Select(Text)) : ((YamlScalarNode)node).Value!;

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "infra", "samples");
            if (Directory.Exists(samples))
            {
                return samples;
            }
        }

        throw new DirectoryNotFoundException("There is no infra/samples above the tests.");
    }
}
