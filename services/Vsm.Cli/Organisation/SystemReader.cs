using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Organisation;

/// <summary>Reads System 1s and templates for them.</summary>
internal sealed class SystemReader(Findings findings, ParameterReader parameters, CatalogueDescription? functions)
{
    public IReadOnlyList<SystemSpecification> Read(Section organisation, string name) =>
    [
        .. organisation.Items(name)
            .Select(x => Section.Read(x.Value, x.Key, x.Path, findings, OrganisationKeys.System))
            .Select(x => x is null ? Unread : Read(x)),
    ];

    private SystemSpecification Read(Section section) => new()
    {
        Name = section.RequiredText("name"),
        Description = section.Text("description"),
        Kind = section.Text("kind") ?? "function",
        Model = section.Text("model"),
        Capabilities = [.. section.Items("capabilities").Select(x => Capability(x.Value, x.Key, x.Path))],
        Steps = [.. section.Items("steps").Select(x => Step(x.Value, x.Key, x.Path))],
        Parameters = parameters.ReadMap(section, "parameters", mayBeFiles: true),
        Permissions = parameters.ReadMap(section, "permissions"),
        Tools = Tools(section),
        MaxConcurrentTasks = section.Integer("max_concurrent_tasks", "maxConcurrentTasks"),
        TaskTimeoutMs = section.Duration("task_timeout", "taskTimeoutMs") is { } timeout ? (long)timeout.TotalMilliseconds : null,
        CostPerTask = section.Number("cost_per_task", "costPerTask") ?? 0,
        CostTotal = section.Number("cost_total", "costTotal"),
        Prompt = Prompt(section),
    };

    private ToolSettings? Tools(Section system) =>
        system.Value("tools") is { } value && Section.Read(value, system.Key("tools"), system.Path("tools"), findings, OrganisationKeys.Tools) is { } section
            ? new ToolSettings
            {
                FileRoot = section.Text("file_root", "fileRoot"),
                WebHosts = section.Texts("web_hosts", "webHosts"),
                McpServers =
                [
                    .. section.Items("mcp_servers", "mcpServers")
                        .Select(x => Section.Read(x.Value, x.Key, x.Path, findings, OrganisationKeys.McpServer)).OfType<Section>().Select(McpServer),
                ],
            }
            : null;

    private McpServerSettings McpServer(Section section) => new()
    {
        Name = section.RequiredText("name"),
        Command = section.Text("command"),
        Arguments = section.Texts("arguments"),
        Environment = parameters.ReadMap(section, "environment"),
        Url = section.Text("url"),
    };

    private AgentPrompt? Prompt(Section system) =>
        system.Value("prompt") is { } value && Section.Read(value, system.Key("prompt"), system.Path("prompt"), findings, OrganisationKeys.Prompt) is { } section
            ? new AgentPrompt
            {
                Identity = section.Text("identity"),
                Values = section.Text("values"),
                Boundaries = section.Text("boundaries"),
                DomainFacts = section.Text("domain_facts", "domainFacts"),
                InteractionStyle = section.Text("interaction_style", "interactionStyle"),
                EdgeCases = section.Text("edge_cases", "edgeCases"),
                Escalation = section.Text("escalation"),
                ResponseStructure = section.Text("response_structure", "responseStructure"),
            }
            : null;

    private Capability Capability(YamlValue value, string key, string path)
    {
        findings.Origin(path, value.Place, key);
        if (value is YamlText { Nothing: false } text)
        {
            return new Capability { Name = text.Text };
        }

        if (value is not YamlMap)
        {
            findings.Add(value.Place, key, $"found {value.Found}; expected the name of a capability, or a mapping with the keys {string.Join(", ", OrganisationKeys.Capability)}");
            return new Capability { Name = "" };
        }

        var section = Section.Read(value, key, path, findings, OrganisationKeys.Capability)!;
        return new Capability
        {
            Name = section.RequiredText("name"),
            Type = section.Text("type"),
            Version = section.Text("version"),
            Parameters = parameters.ReadMap(section, "parameters"),
            Constraints = section.Value("constraints") is null ? null : parameters.ReadMap(section, "constraints"),
        };
    }

    private FunctionStep Step(YamlValue value, string key, string path)
    {
        if (Section.Read(value, key, path, findings) is not { } section)
        {
            return new FunctionStep { Function = "" };
        }

        var function = section.RequiredText(OrganisationKeys.Function);
        var item = functions?.Items.FirstOrDefault(x => x.Name == function);
        return new FunctionStep
        {
            Function = function,
            Parameters = parameters.Read(section, section.Path("parameters"), item, OrganisationKeys.Function),
        };
    }

    // Keeps the places of those that follow; what is wrong with it is noted already.
    private static readonly SystemSpecification Unread = new() { Name = "" };
}
