using System.Text.Json;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_runs
{
    private const string Yaml = """
        name: Review
        purpose: Look at logs
        systems:
          - name: worker
            steps: [{function: summarise}]
        tasks:
          - content: First task!
            files: [data.csv]
            deadline: 5m
          - content: Second task
        """;

    private FakeServer _server = null!;
    private OrganisationFolder _folder = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await FakeServer.Start();
        _folder = new OrganisationFolder();
        _folder.Write("org.yaml", Yaml);
        _folder.Write("data.csv", "a,b\n1,2\n");
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Approved_tasks_end_it_with_0_and_their_steps_are_told_on_standard_error()
    {
        _server.OnTask = (server, task) =>
        {
            server.Step(task with { State = "Executing" }, "given to worker");
            server.Approve(task, "ok");
        };
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Progress, Is.EquivalentTo(["#1  given to worker", "#1  approved", "#2  given to worker", "#2  approved"]));
        Assert.That(run.Out, Does.EndWith("2 tasks: 2 Approved; 0 corrections, $0.0000\n"));
    }

    [Test]
    public async Task The_organisation_is_applied_and_its_tasks_are_handed_in_with_their_data()
    {
        var before = DateTimeOffset.UtcNow;
        var run = await CliRun.Against(_server, "run", _folder.File);
        var task = _server.Submitted.Single(x => x.Content == "First task!");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(_server.Applied!.Systems.Single().Steps.Single().Function, Is.EqualTo("summarise"));
        Assert.That(task.References.Single().Length, Is.EqualTo(8));
        Assert.That(task.References.Single().Uri.LocalPath, Is.EqualTo(Path.Combine(_folder.Path, "data.csv")));
        Assert.That(task.Deadline, Is.InRange(before.AddMinutes(5), before.AddMinutes(7)));
        Assert.That(task.Requestor, Is.EqualTo("tester"));
    }

    [Test]
    public async Task The_report_shows_output_rulings_evidence_corrections_cost_and_time()
    {
        _server.OnTask = (server, task) =>
        {
            server.Rulings[task.Id] = [Views.Ruling(task, 2, Verdict.NotViolated), Views.Ruling(task, 1, Verdict.Violated)];
            server.Step(task with { State = "Approved", Assignee = "worker", Attempts = 2, Corrections = 1, Cost = 0.02m, DurationMs = 1500, Output = "line\u001b[2J one\nline two" }, "approved");
        };
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        var number = _server.Tasks.Values.Single(x => x.Content == "First task!").Number;
        Assert.That(run.Out, Does.StartWith($"""
            #{number} Approved  by worker, 2 attempts, 1 correction, $0.0200, 1.5 s
              First task!
              attempt 1: violated: short (version 1): counted sentences
                evidence: characters 2 to 9: "too long"
              attempt 2: not violated: short (version 1): counted sentences
              output:
                line�[2J one
                line two

            """));
    }

    [Test]
    public async Task The_json_document_has_exactly_the_agreed_members()
    {
        _server.OnTask = (server, task) =>
        {
            server.Rulings[task.Id] = [Views.Ruling(task, 1, Verdict.Violated)];
            server.Approve(task, "ok");
        };
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File, "--output", "json");
        using var document = JsonDocument.Parse(run.Out);
        var task = document.RootElement.GetProperty("tasks")[0];
        Assert.That(Names(document.RootElement), Is.EqualTo(["organisation", "tasks"]));
        Assert.That(Names(task), Is.EqualTo(
            ["number", "id", "content", "state", "assignee", "attempts", "corrections", "clarifications", "output", "reason", "rulings", "cost", "durationMs"]));
        Assert.That(Names(task.GetProperty("rulings")[0]), Is.EqualTo(["attempt", "policy", "policyVersion", "verdict", "interpretation", "evidence"]));
        Assert.That(task.GetProperty("content").GetString(), Is.EqualTo("First task!"));
        Assert.That(task.GetProperty("rulings")[0].GetProperty("verdict").GetString(), Is.EqualTo("Violated"));
        Assert.That(task.GetProperty("rulings")[0].GetProperty("evidence")[0].GetProperty("kind").GetString(), Is.EqualTo("range"));
    }

    [Test]
    public async Task Each_output_is_written_to_a_file_of_its_kind()
    {
        _server.OnTask = (server, task) => server.Approve(task, task.Content == "Second task" ? "{\"a\": 1}" : "region,total\nnorth,3\n");
        var folder = Path.Combine(_folder.Path, "results");
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File, "--out", folder);
        var numbers = _server.Tasks.Values.ToDictionary(x => x.Content, x => x.Number);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(
            [$"{numbers["First task!"]}-first-task.csv", $"{numbers["Second task"]}-second-task.json"]));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, $"{numbers["First task!"]}-first-task.csv")), Is.EqualTo("region,total\nnorth,3\n"));
    }

    [Test]
    public async Task A_long_output_is_cut_in_the_table_with_a_word_on_where_the_whole_is()
    {
        _server.OnTask = (server, task) => server.Approve(task, string.Join('\n', Enumerable.Range(1, 100)));
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        Assert.That(run.Out, Does.Contain("    40\n    … cut, 291 characters in all; whole with --out DIR or --output json\n"));
        Assert.That(run.Out, Does.Not.Contain("    41\n"));
    }

    [Test]
    public async Task A_task_that_failed_ends_it_with_1()
    {
        _server.OnTask = (server, task) => server.Step(task with { State = "Failed", Reason = "no data" }, "failed");
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("  reason: no data\n").And.EndsWith("2 tasks: 2 Failed; 0 corrections, $0.0000\n"));
    }

    [Test]
    public async Task A_task_that_waits_for_a_person_ends_it_with_1()
    {
        _server.OnTask = (server, task) => server.Step(Views.Waiting(task), "waits");
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("  reason: no judge is configured\n").And.EndsWith("2 tasks: 2 AwaitingPerson; 0 corrections, $0.0000\n"));
    }

    [Test]
    public async Task A_refused_organisation_ends_it_with_4_and_hands_in_nothing()
    {
        _server.RefuseOrganisation = "two systems are named worker";
        var run = await CliRun.Hosting(_server, CancellationToken.None, "run", _folder.File);
        Assert.That(run.ExitCode, Is.EqualTo(4));
        Assert.That(run.Error, Is.EqualTo("error: the organisation was refused: two systems are named worker\n"));
        Assert.That(_server.Submitted, Is.Empty);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(x => x.Name);
}
