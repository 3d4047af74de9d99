using System.Text.Json;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_entries_come_late_or_are_wrong
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void An_older_report_of_an_agent_changes_nothing()
    {
        var newer = AgentRow.Apply(null, Entry("agent", 5), Agent(AgentStatus.Draining));

        Assert.That(AgentRow.Apply(newer, Entry("agent", 4), Agent(AgentStatus.Active)), Is.SameAs(newer));
        Assert.That(AgentRow.Apply(newer, Entry("agent", 6), Agent(AgentStatus.Active)).Status, Is.EqualTo(AgentStatus.Active));
    }

    [Test]
    public void A_report_without_metrics_keeps_those_that_are_known()
    {
        var known = AgentRow.Apply(null, Entry("agent", 1), Agent(AgentStatus.Active) with
        {
            Metrics = new AgentMetrics { TasksCompleted = 3 },
            Health = [new HealthRecord { Timestamp = Start, Success = true, DurationMs = 1 }],
        });

        var row = AgentRow.Apply(known, Entry("agent", 2), Agent(AgentStatus.Busy));

        Assert.That(row.Metrics!.TasksCompleted, Is.EqualTo(3));
        Assert.That(row.Health, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_older_version_of_a_configuration_or_policy_set_changes_nothing()
    {
        var configuration = ConfigurationRow.Apply(null, Entry("configuration", 1), Configuration(3));
        var policies = PolicySetRow.Apply(null, Entry("policies", 1), new PolicySet { Version = 3, Policies = [] });

        Assert.That(ConfigurationRow.Apply(configuration, Entry("configuration", 9), Configuration(2)), Is.SameAs(configuration));
        Assert.That(PolicySetRow.Apply(policies, Entry("policies", 9), new PolicySet { Version = 2, Policies = [] }), Is.SameAs(policies));
        Assert.That(ConfigurationRow.Apply(configuration, Entry("configuration", 0), Configuration(4)).Version, Is.EqualTo(4));
    }

    [Test]
    public void An_organisation_takes_tasks_from_when_it_was_first_applied()
    {
        var applying = OrganisationRow.Apply(null, Entry("organisation", 1), Organisation(OrganisationState.Applying));
        var refused = OrganisationRow.Apply(null, Entry("organisation", 1), Organisation(OrganisationState.Refused));
        var applied = OrganisationRow.Apply(applying, Entry("organisation", 2), Organisation(OrganisationState.Applied));
        var changing = OrganisationRow.Apply(applied, Entry("organisation", 3), Organisation(OrganisationState.Applying));
        var late = OrganisationRow.Apply(changing, Entry("organisation", 2), Organisation(OrganisationState.Applied));

        Assert.That(applying.TakesTasks, Is.False);
        Assert.That(refused.TakesTasks, Is.False);
        Assert.That(applied.TakesTasks, Is.True);
        Assert.That(changing.TakesTasks, Is.True);
        Assert.That(late.Progress.State, Is.EqualTo(OrganisationState.Applying));
    }

    [TestCase("task", """{"number":1}""", "state")]
    [TestCase("task", """{"state":7}""", "could not be converted")]
    [TestCase("task.executing", """{"state":"Executing","usage":null}""", "usage is null")]
    [TestCase("tool", """{"id":"","tool":"t","outcome":"Succeeded","startedAt":"2026-01-01T00:00:00Z","durationMs":1}""", "id is empty")]
    [TestCase("machine", """{"name":null,"states":[],"transitions":[]}""", "name is empty")]
    [TestCase("policies", """{"version":1,"policies":[null]}""", "policy is null")]
    [TestCase("catalogue", null, "has no CatalogueDescription")]
    public void Data_that_cannot_be_read_is_said_to_be_wrong(string kind, string? data, string expected)
    {
        var entry = Entry(kind, 0) with { Data = data is null ? null : JsonDocument.Parse(data).RootElement, TaskId = Guid.NewGuid() };

        Assert.That(EntryReader.Read(entry, out var problem), Is.Null);
        Assert.That(problem, Does.Contain(expected));
    }

    [Test]
    public void A_task_entry_that_names_no_task_is_said_to_be_wrong()
    {
        Assert.That(EntryReader.Read(Entry("task", 0).With(new TaskProgress { State = "Executing" }), out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo("It names no task."));
    }

    [Test]
    public void A_kind_without_a_projection_is_nothing_wrong()
    {
        Assert.That(EntryReader.Read(Entry("weather", 0), out var problem), Is.Null);
        Assert.That(problem, Is.Null);
    }

    [TestCase(201, "s3", "k", "Entry 0 of the journal batch has a key of 201 characters; at most 200 are stored.")]
    [TestCase(0, "s3", "k", "Entry 0 of the journal batch has no key.")]
    [TestCase(1, "", "k", "Entry 0 of the journal batch has no function.")]
    [TestCase(1, "s3", "", "Entry 0 of the journal batch has no kind.")]
    public void A_batch_that_could_never_be_stored_is_refused(int key, string function, string kind, string expected)
    {
        var entry = new JournalEntry { Key = new string('k', key), Function = function, Kind = kind, At = Start, Summary = "s" };

        Assert.That(JournalLimits.FirstProblem(new JournalBatch { Entries = [entry] }), Is.EqualTo(expected));
    }

    [Test]
    public void A_ruling_is_searched_by_what_it_says_in_lower_case()
    {
        var ruling = new Ruling
        {
            RulingId = Guid.NewGuid(), TaskId = Guid.NewGuid(), Attempt = 1, Evaluation = 1, AgentId = Guid.NewGuid(), AgentNumber = 1,
            PolicySetVersion = 1, Verdict = Verdict.Violated, Score = 0, At = Start,
            Findings =
            [
                new Finding
                {
                    PolicyId = Guid.NewGuid(), PolicyNumber = 1, Policy = "no-personal-data", PolicyVersion = 1, Verdict = Verdict.Violated,
                    Interpretation = "An Address", Evidence = [new Evidence { Kind = EvidenceKind.Range, Start = 0, End = 8, Text = "Ada@X.org" }],
                },
            ],
        };

        var text = RulingRow.Of(new PlacedData<Ruling>(Entry("ruling", 0), 4, ruling)).Text;

        Assert.That(text, Is.EqualTo("no-personal-data\nan address\nada@x.org"));
    }

    private static JournalEntry Entry(string kind, int second) =>
        new() { Key = $"{kind}/{second}", Function = "s5", Kind = kind, At = Start.AddSeconds(second), Summary = "something" };

    private static AgentProgress Agent(AgentStatus status) => new()
    {
        Agent = new AgentInfo
        {
            AgentId = Guid.Empty, Number = 1, Name = "a", Kind = "function", ConfigurationVersion = 1, MaxConcurrentTasks = 1, StartedAt = Start,
        },
        Status = status,
    };

    private static AgentConfiguration Configuration(int version) => new() { AgentId = Guid.Empty, Number = 1, Name = "a", Kind = "function", Version = version };

    private static OrganisationProgress Organisation(OrganisationState state) =>
        new() { RequestId = Guid.Empty, Name = "n", Purpose = "p", Version = 1, State = state };
}
