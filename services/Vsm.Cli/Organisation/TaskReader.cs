using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Organisation;

/// <summary>Reads the tasks that an organisation file hands in.</summary>
internal sealed class TaskReader(Findings findings, ParameterReader parameters, DataFiles files, CancellationToken cancellation)
{
    private const int MostTasks = 10_000;

    public IReadOnlyList<LoadedTask> Read(Section organisation, IReadOnlyCollection<string> systems)
    {
        var items = organisation.Items("tasks").ToList();
        if (items.Count > MostTasks)
        {
            findings.AddAt("tasks", $"has {items.Count} entries; expected at most {MostTasks}");
        }

        return
        [
            .. items.Take(MostTasks)
                .Select(x => Section.Read(x.Value, x.Key, x.Path, findings, OrganisationKeys.Task))
                .OfType<Section>()
                .Select(x => ReadTask(x, systems)),
        ];
    }

    private LoadedTask ReadTask(Section section, IReadOnlyCollection<string> systems)
    {
        var request = new TaskRequest
        {
            Content = section.RequiredText("content"),
            References = Files(section),
            Parameters = parameters.ReadMap(section, "parameters", mayBeFiles: true),
            RequiredCapabilities = section.Texts("requires", "requiredCapabilities"),
            Assignee = Assignee(section, systems),
            TaskType = section.Text("task_type", "taskType"),
            Priority = section.Integer("priority") ?? 4,
            CostLimit = section.Number("cost_limit", "costLimit"),
        };
        findings.AddNew(TaskRequestValidation.Validate(request).Select(x => (section.Path(x.Path), x.Message)));

        var deadline = section.Duration("deadline");
        if (deadline == TimeSpan.Zero)
        {
            findings.AddAt(section.Path("deadline"), "found '0'; expected a duration over 0");
        }

        return new LoadedTask(request, deadline);
    }

    private IReadOnlyList<ContentReference> Files(Section section)
    {
        var references = new List<ContentReference>();
        foreach (var (value, key, path) in section.Items("files", "references"))
        {
            findings.Origin(path, value.Place, key);
            var (reference, fault) = value is YamlText { Nothing: false } text
                ? files.Refer(text.Text, cancellation)
                : (null, $"found {value.Found}; expected the path of a file");
            if (reference is null)
            {
                findings.Add(value.Place, key, fault!);
            }
            else if (references.Contains(reference))
            {
                findings.Add(value.Place, key, $"the file '{reference.Name}' is listed twice; expected it once");
            }
            else
            {
                references.Add(reference);
            }
        }

        return references;
    }

    private string? Assignee(Section section, IReadOnlyCollection<string> systems)
    {
        var name = section.Text("assignee");
        if (name is not null && !systems.Contains(name))
        {
            findings.AddAt(section.Path("assignee"), $"no system is named '{Show.Short(name)}'{Suggestion.For(name, systems)}");
        }

        return name;
    }
}
