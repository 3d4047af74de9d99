using FsCheck;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_a_task_moves_on
{
    private static readonly Guid Id = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly TaskProgress[] Steps =
    [
        new() { State = "Delegating", Number = 7, Content = "Count", Requestor = "me", SubmittedAt = Start, DueAt = Start.AddMinutes(1) },
        new() { State = "Executing", Assignee = 1, AssigneeName = "first", Attempts = 1, DueAt = Start.AddMinutes(2) },
        new() { State = "Evaluating", Output = "one", Attempts = 1, Usage = new Usage { Cost = 0.1m, InputTokens = 3, OutputTokens = 4 } },
        new()
        {
            State = "AwaitingPerson", Attempts = 1, Reason = "cannot be judged", RulingId = Id,
            Wait = new TaskWait { Reason = WaitReason.NotJudged, Explanation = "no judge", Answers = [PersonDecision.Approve], ExpiresAt = Start.AddDays(7) },
        },
        new() { State = "Executing", Assignee = 2, AssigneeName = "second", Attempts = 2, Corrections = 1, DueAt = Start.AddMinutes(9) },
        new() { State = "Approved", Output = "two", Attempts = 2, Corrections = 1, EndedAt = Start.AddMinutes(5), Usage = new Usage { Cost = 0.3m } },
    ];

    [Test]
    public void Its_row_has_the_state_of_the_latest_step_and_what_no_step_changed()
    {
        var row = Apply(Enumerable.Range(0, Steps.Length))!;

        Assert.That(row.State, Is.EqualTo("Approved"));
        Assert.That(row.Step, Is.EqualTo(6));
        Assert.That(row.Number, Is.EqualTo(7));
        Assert.That(row.Content, Is.EqualTo("Count"));
        Assert.That(row.AssigneeName, Is.EqualTo("second"));
        Assert.That(row.Output, Is.EqualTo("two"));
        Assert.That(row.Reason, Is.EqualTo("cannot be judged"));
        Assert.That(row.RulingId, Is.EqualTo(Id));
        Assert.That(row.Cost, Is.EqualTo(0.3m));
        Assert.That(row.SubmittedAt, Is.EqualTo(Start));
        Assert.That(row.EndedAt, Is.EqualTo(Start.AddMinutes(5)));
        Assert.That(row.DueAt, Is.Null);
        Assert.That(row.Wait, Is.Null);
    }

    [Test]
    public void It_waits_for_a_person_until_the_next_step()
    {
        Assert.That(Apply([0, 1, 2, 3])!.Wait!.Answers, Is.EqualTo([PersonDecision.Approve]));
        Assert.That(Apply([0, 1, 2, 3, 4])!.Wait, Is.Null);
        Assert.That(Apply([0, 1, 2, 4, 3])!.Wait, Is.Null);
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool Any_order_and_any_repetition_of_its_entries_give_the_same_row(int seed, NonNegativeInt[] repeated)
    {
        int[] order = [.. Enumerable.Range(0, Steps.Length), .. repeated.Select(x => x.Get % Steps.Length)];
        new Random(seed).Shuffle(order);

        // The row is as old as its first entry said; with an API in front it is there before any.
        var row = Apply(order, Accepted())!;
        var expected = Apply(Enumerable.Range(0, Steps.Length), Accepted())!;

        return row with { Version = 0, Steps = expected.Steps, References = expected.References, RequiredCapabilities = expected.RequiredCapabilities }
            == expected with { Version = 0 };
    }

    [Test]
    public void A_row_made_by_the_API_keeps_its_place_in_lists()
    {
        var row = Apply([0, 1], Accepted())!;

        Assert.That(row.SubmittedAt, Is.EqualTo(Start.AddMilliseconds(-20)));
        Assert.That(row.Number, Is.EqualTo(7));
        Assert.That(row.State, Is.EqualTo("Executing"));
    }

    [Test]
    public void Every_change_counts_as_a_version() => Assert.That(Apply([0, 1, 2])!.Version, Is.EqualTo(3));

    private static TaskRow Accepted() => new() { Id = Id, Vsm = "root", Content = "Count", SubmittedAt = Start.AddMilliseconds(-20) };

    private static TaskRow? Apply(IEnumerable<int> order, TaskRow? row = null) => order.Aggregate(row, (x, i) => TaskProjection.Apply(
        x,
        new JournalEntry { Key = $"{Id}/{i}", Function = "s3", Kind = "task", At = Start.AddSeconds(i), TaskId = Id, Step = i + 1, Summary = "step" },
        Steps[i]));
}
