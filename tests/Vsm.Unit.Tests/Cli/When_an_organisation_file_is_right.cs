using System.Text.Json;
using Vsm.Cli.Organisation;
using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_file_is_right
{
    private const string Yaml = """
        name: Incident review
        vsm: team-a
        purpose: >
          Find what went wrong.
        systems:
          - name: log-analyst
            description: Reads logs
            capabilities:
              - log-analysis
              - {name: csv.read, type: analysis, version: "1", parameters: {a: 1}, constraints: {rows: 10}}
            steps:
              - function: aggregate
                by: [hour, status]
                limit: 10
              - function: summarise
                schema_file: sub/schema.json
            parameters: {max_sentences: 3}
            permissions: {read_file: read}
            max_concurrent_tasks: 4
            task_timeout: 90s
            cost_per_task: 0.01
        policies:
          - name: short
            rule: At most 3 sentences
            applies_to: [log-analyst, writer]
            check: {type: max_sentences, max: 3}
          - name: private
            rule: No personal data
            readings:
              - {type: no_personal_data, kinds: [email, ip]}
              - {type: no_personal_data}
            when_vague: strict
        default_policies:
          - {name: careful, rule: Be careful}
        templates:
          - {name: writer, capabilities: [writing], steps: [{function: summarise}]}
        limits: {corrections: 2, clarifications: 1, cost_per_task: 0.5, person_timeout: 2h}
        tasks:
          - content: |
              First line
              Second line
            files: [sub/data file#1.csv]
            parameters: {by: [a, b]}
            requires: [log-analysis]
            assignee: log-analyst
            task_type: review
            priority: 9
            deadline: 10m
            cost_limit: 0.2
        """;

    private OrganisationFolder _folder = null!;
    private LoadedOrganisation _loaded = null!;

    [SetUp]
    public void Load()
    {
        _folder = new OrganisationFolder();
        _folder.Write("sub/data file#1.csv", "a,b\n");
        _folder.Write("sub/schema.json", "{}");
        var load = _folder.Load(Yaml);
        Assert.That(load.Errors, Is.Empty);
        _loaded = load.Organisation!;
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Systems_have_what_the_file_says()
    {
        var system = _loaded.Request.Systems.Single();
        Assert.That((system.Name, system.Kind, system.MaxConcurrentTasks, system.TaskTimeoutMs, system.CostPerTask),
            Is.EqualTo(("log-analyst", "function", 4, 90_000L, 0.01m)));
        Assert.That(system.Capabilities.Select(x => (x.Name, x.Type)), Is.EqualTo(new[] { ("log-analysis", null), ("csv.read", (string?)"analysis") }));
        Assert.That(system.Capabilities[1].Constraints!["rows"], Is.EqualTo("10"));
        Assert.That(system.Permissions["read_file"], Is.EqualTo("read"));
        Assert.That(system.Parameters["max_sentences"], Is.EqualTo("3"));
    }

    [Test]
    public void Lists_become_comma_separated_and_files_become_their_content()
    {
        var steps = _loaded.Request.Systems.Single().Steps;
        Assert.That(steps[0].Parameters, Is.EqualTo(new Dictionary<string, string> { ["by"] = "hour,status", ["limit"] = "10" }));
        Assert.That(steps[1].Parameters, Is.EqualTo(new Dictionary<string, string> { ["schema"] = "{}" }));
    }

    [Test]
    public void Policies_have_their_readings()
    {
        var (first, second) = (_loaded.Request.Policies[0], _loaded.Request.Policies[1]);
        Assert.That(first.AppliesTo, Is.EqualTo(["log-analyst", "writer"]));
        Assert.That(first.Readings.Single().Parameters["max"], Is.EqualTo("3"));
        Assert.That((second.Readings.Count, second.WhenVague), Is.EqualTo((2, (ReadingRule?)ReadingRule.Strict)));
        Assert.That(second.Readings[0].Parameters["kinds"], Is.EqualTo("email,ip"));
        Assert.That(_loaded.Request.DefaultPolicies.Single().Name, Is.EqualTo("careful"));
        Assert.That(_loaded.Request.Templates.Single().Name, Is.EqualTo("writer"));
    }

    [Test]
    public void Limits_and_instance_are_taken()
    {
        Assert.That(_loaded.Request.Limits, Is.EqualTo(new TaskLimits { Corrections = 2, Clarifications = 1, CostPerTask = 0.5m, PersonTimeoutMs = 7_200_000 }));
        Assert.That((_loaded.Request.Vsm, _loaded.Request.Purpose, _loaded.BaseDirectory), Is.EqualTo(("team-a", "Find what went wrong.\n", _folder.Path)));
    }

    [Test]
    public void Tasks_refer_to_their_data_by_an_address_that_survives_json()
    {
        var task = _loaded.Tasks.Single();
        var reference = task.Request.References.Single();
        var read = JsonSerializer.Deserialize<Contracts.Operations.ContentReference>(JsonSerializer.Serialize(reference))!;
        Assert.That((task.Request.Content, task.Request.Priority, task.Request.CostLimit, task.Deadline),
            Is.EqualTo(("First line\nSecond line\n", 9, (decimal?)0.2m, (TimeSpan?)TimeSpan.FromMinutes(10))));
        Assert.That(read.Uri.LocalPath, Is.EqualTo(Path.Combine(_folder.Path, "sub", "data file#1.csv")));
        Assert.That((reference.Name, reference.Length), Is.EqualTo(("data file#1.csv", 4L)));
    }

    [Test]
    public void The_deadline_counts_from_when_the_task_is_handed_in() =>
        Assert.That(_loaded.Tasks.Single().At(DateTimeOffset.UnixEpoch).Deadline, Is.EqualTo(DateTimeOffset.UnixEpoch.AddMinutes(10)));

    [Test]
    public void Without_catalogues_functions_and_checks_are_not_looked_up() =>
        Assert.That(OrganisationFile.Load(_folder.Write("other.yaml", "name: a\npurpose: b\nsystems: [{name: w, steps: [{function: unheard-of, x: y}]}]\n")).Errors, Is.Empty);
}
