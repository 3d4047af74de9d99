using System.Text.Json;

namespace Vsm.AllInOne.Tests;

public sealed class When_a_sample_is_run : AllInOneTest
{
    private static readonly string[] TaskMembers =
    [
        "number", "id", "content", "state", "assignee", "attempts", "corrections", "clarifications", "output", "reason", "rulings", "cost", "durationMs",
    ];

    private static readonly string[] RulingMembers = ["attempt", "policy", "policyVersion", "verdict", "interpretation", "evidence"];

    [Test]
    public async Task The_incident_review_is_approved_after_one_correction()
    {
        var tasks = await RunAsync("incident-review", exitCode: 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tasks.Select(State), Is.EqualTo((string[])["Approved", "Approved", "Approved"]));
            Assert.That(tasks.Select(x => x.GetProperty("corrections").GetInt32()), Is.EqualTo((int[])[0, 0, 1]));
            Assert.That(tasks.Select(x => x.GetProperty("attempts").GetInt32()), Is.EqualTo((int[])[1, 1, 2]));
            Assert.That(tasks[2].GetProperty("assignee").GetString(), Is.EqualTo("summariser"));
            var first = Rulings(tasks[2]).Where(x => x.GetProperty("attempt").GetInt32() == 1).ToList();
            Assert.That(first.Select(x => x.GetProperty("verdict").GetString()), Is.All.EqualTo("Violated"));
            Assert.That(first.Select(x => x.GetProperty("evidence").GetArrayLength()), Is.All.GreaterThan(0));
            Assert.That(
                Rulings(tasks[2]).Where(x => x.GetProperty("attempt").GetInt32() == 2).Select(x => x.GetProperty("verdict").GetString()),
                Is.All.EqualTo("NotViolated"));
        }
    }

    [Test]
    public async Task The_sales_report_is_approved_at_once()
    {
        var task = (await RunAsync("sales-report", exitCode: 0)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(State(task), Is.EqualTo("Approved"));
            Assert.That(task.GetProperty("corrections").GetInt32(), Is.Zero);
            Assert.That(JsonElement.Parse(task.GetProperty("output").GetString()!).GetArrayLength(), Is.GreaterThan(12));
            Assert.That(Rulings(task).Select(x => x.GetProperty("policy").GetString()), Is.EquivalentTo((string[])["report-schema", "totals-agree"]));
        }
    }

    [Test]
    public async Task The_capability_gap_is_closed_by_a_new_agent()
    {
        var task = (await RunAsync("capability-gap", exitCode: 0)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(State(task), Is.EqualTo("Approved"));
            Assert.That(task.GetProperty("assignee").GetString(), Does.StartWith("ranker"));
        }
    }

    [Test]
    public async Task What_only_a_person_can_judge_waits_and_is_not_approved()
    {
        var task = (await RunAsync("needs-a-person", exitCode: 1)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(State(task), Is.EqualTo("AwaitingPerson"));
            Assert.That(task.GetProperty("reason").GetString(), Does.Contain("friendly-and-fair"));
            Assert.That(
                Rulings(task).Select(x => (x.GetProperty("policy").GetString(), x.GetProperty("verdict").GetString())),
                Is.EquivalentTo(((string?, string?)[])[("friendly-and-fair", "NotJudged"), ("brief", "NotViolated")]));
        }
    }

    [Test]
    public async Task Outputs_are_written_to_files()
    {
        var (exitCode, process) = await RunAsync("run", Samples.Of("sales-report"), "--out", Folder.File("results"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(process.Out, Does.Contain("Approved").And.Contain("totals-agree"));
            Assert.That(Directory.EnumerateFiles(Folder.File("results")).Select(File.ReadAllText).Single(), Does.Contain("\"region\""));
        }
    }

    private async Task<List<JsonElement>> RunAsync(string sample, int exitCode)
    {
        var (actual, process) = await RunAsync("run", Samples.Of(sample), "--output", "json");
        Assert.That(actual, Is.EqualTo(exitCode));
        var document = JsonElement.Parse(process.Out);
        Assert.That(Names(document), Is.EqualTo((string[])["organisation", "tasks"]));
        Assert.That(document.GetProperty("organisation").GetString(), Is.EqualTo(sample));
        var tasks = document.GetProperty("tasks").EnumerateArray().ToList();
        Assert.That(tasks.Select(Names), Is.All.EqualTo(TaskMembers));
        Assert.That(tasks.SelectMany(Rulings).Select(Names), Is.All.EqualTo(RulingMembers));
        Assert.That(tasks.Select(x => x.GetProperty("durationMs").GetDouble()), Is.All.GreaterThan(0));
        return tasks;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(x => x.Name);

    private static IEnumerable<JsonElement> Rulings(JsonElement task) => task.GetProperty("rulings").EnumerateArray();

    private static string? State(JsonElement task) => task.GetProperty("state").GetString();
}
