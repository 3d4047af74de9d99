using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_the_incident_review_runs : ServicesTest
{
    private static readonly string[] Schemas = ["s1_operations", "s3_control", "s3star_audit", "s5_policy"];
    private static JsonElement[] _tasks = [];

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        var (exitCode, output, all) = await Cluster.VsmAsync("run", Samples.Of("incident-review"), "--output", "json");
        Assert.That(exitCode, Is.Zero, all);
        _tasks = [.. JsonElement.Parse(output).GetProperty("tasks").EnumerateArray()];
    }

    [Test]
    public void Every_task_is_approved_one_after_a_correction()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_tasks.Select(x => x.GetProperty("state").GetString()), Is.EqualTo((string[])["Approved", "Approved", "Approved"]));
            Assert.That(_tasks.Select(x => x.GetProperty("corrections").GetInt32()), Is.EqualTo((int[])[0, 0, 1]));
            Assert.That(_tasks.Select(x => x.GetProperty("assignee").GetString()), Is.EqualTo((string[])["error-counter", "path-ranker", "summariser"]));
        }
    }

    [Test]
    public void Violations_come_with_their_evidence()
    {
        var violations = _tasks[2].GetProperty("rulings").EnumerateArray().Where(x => x.GetProperty("attempt").GetInt32() == 1).ToList();
        var addresses = violations.Single(x => x.GetProperty("policy").GetString() == "no-personal-data").GetProperty("evidence").EnumerateArray().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(violations.Select(x => x.GetProperty("verdict").GetString()), Is.EqualTo((string[])["Violated", "Violated"]));
            Assert.That(addresses, Is.Not.Empty);
            Assert.That(addresses.Select(x => x.GetProperty("text").GetString()), Is.All.Match(@"^(\d+\.\d+\.\d+\.\d+|\w+@example\.(com|org))$"));
            Assert.That(_tasks[2].GetProperty("output").GetString(), Does.Not.Match(@"\d+\.\d+\.\d+\.\d+|@example"), "what was approved has none");
        }
    }

    [Test]
    public async Task The_journal_is_one_unbroken_chain()
    {
        // Entries still come while they are counted.
        var (audit, stored) = await Eventually.ReadAsync(
            "as many entries as were checked",
            async () => (await Cluster.GetAsync<AuditView>("audit"), await Cluster.Database.ScalarAsync<long>("select count(*) from dashboard.journal_entries where vsm = 'root'")),
            x => x.Item1.Entries == x.Item2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(audit.Intact, $"broken at {audit.FirstBroken}");
            Assert.That(stored, Is.GreaterThan(20));
        }
    }

    [Test]
    public async Task The_journal_of_a_task_tells_its_way_in_order()
    {
        // Each function ships its own entries, in its own time.
        var journal = await Eventually.ReadAsync(
            "what all functions say of the task",
            async () => (await Cluster.GetAsync<Page<JournalEntryView>>($"tasks/{_tasks[2].GetProperty("id").GetGuid()}/journal?limit=200")).Items,
            x => x.Count(y => y.Kind == "tool") >= 8 && x.Count(y => y.Kind.StartsWith("ruling.", StringComparison.Ordinal)) >= 2 && x.Any(y => y.Kind == "task.approved") && x.Any(y => y.Function == "s5"));
        var steps = journal.Where(x => x.Function == "s3").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(journal.Select(x => x.Sequence), Is.Ordered.And.Unique);
            Assert.That(steps.Select(x => x.At), Is.Ordered);
            // A ruling may overtake the result that it judges.
            Assert.That(
                steps.Select(x => x.Kind).Where(x => x != "task.evaluating"),
                Is.EqualTo((string[])["task.executing", "task.correcting", "task.executing", "task.approved"]));
            Assert.That(journal.Count(x => x.Kind.StartsWith("ruling.", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(journal.Where(x => x.Kind == "tool").Select(x => x.Attempt), Is.EquivalentTo((int?[])[1, 1, 1, 1, 2, 2, 2, 2]));
            Assert.That(journal.Select(x => x.Function).Distinct(), Is.SupersetOf((string[])["s1", "s3", "s3star", "s5"]));
        }
    }

    [Test]
    public async Task Nothing_is_left_to_ship_to_the_journal()
    {
        foreach (var schema in Schemas)
        {
            await Eventually.ReadAsync(
                $"{schema}.journal empty", () => Cluster.Database.ScalarAsync<long>($"select count(*) from {schema}.journal"), x => x == 0);
        }
    }

    [Test]
    public async Task No_message_ends_in_an_error_or_skipped_queue() => Assert.That(await TroubleAsync(), Is.Empty);
}
