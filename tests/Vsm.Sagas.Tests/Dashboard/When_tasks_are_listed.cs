using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_tasks_are_listed
{
    private const string Tasks = "/api/v1/tasks";

    [Test]
    public async Task Every_task_is_on_one_page_while_others_are_added()
    {
        await using var function = await Given.DashboardAsync();
        // Two of a kind share a time, so that the id has to tell them apart.
        await function.JournalAsync([.. Enumerable.Range(0, 20).Select(x => Submitted(x / 2))]);

        var seen = new List<JsonElement>();
        string? next = "";
        while (next is not null)
        {
            var page = await function.GetAsync($"{Tasks}?limit=3&after={next}");
            seen.AddRange(page.Items());
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
            await function.JournalAsync(Submitted(1000 + seen.Count));
        }

        Assert.That(seen.Select(x => x.GetProperty("id").GetGuid()), Is.Unique);
        Assert.That(seen, Has.Count.EqualTo(20));
        Assert.That(seen.Select(x => x.GetProperty("submittedAt").GetDateTimeOffset()), Is.Ordered.Descending);
    }

    [Test]
    public async Task The_last_page_says_so()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync([.. Enumerable.Range(0, 3).Select(Submitted)]);

        Assert.That((await function.GetAsync($"{Tasks}?limit=3")).TryGetProperty("next", out _), Is.False);
        Assert.That((await function.GetAsync($"{Tasks}?limit=2")).TryGetProperty("next", out _), Is.True);
    }

    [Test]
    public async Task A_state_or_another_VSM_may_be_asked_for()
    {
        await using var function = await Given.DashboardAsync();
        var (root, north) = (Guid.NewGuid(), Guid.NewGuid());
        await function.JournalAsync(
            Given.Task(root, 1, new TaskProgress { State = "Executing", Number = 1 }),
            Given.Task(Guid.NewGuid(), 1, new TaskProgress { State = "Approved", Number = 2 }),
            Given.Task(north, 1, new TaskProgress { State = "Executing", Number = 1 }) with { Vsm = "north" });

        Assert.That((await function.GetAsync($"{Tasks}?state=Executing")).Items().Single().GetProperty("id").GetGuid(), Is.EqualTo(root));
        Assert.That((await function.GetAsync($"{Tasks}?vsm=north")).Items().Single().GetProperty("id").GetGuid(), Is.EqualTo(north));
        Assert.That((await function.GetAsync($"{Tasks}/1?vsm=north")).GetProperty("id").GetGuid(), Is.EqualTo(north));
        Assert.That((await function.GetAsync($"{Tasks}/1")).GetProperty("id").GetGuid(), Is.EqualTo(root));
    }

    [Test]
    public async Task A_task_shows_its_figures()
    {
        await using var function = await Given.DashboardAsync();
        await function.JournalAsync(Given.Task(Guid.NewGuid(), 4, new TaskProgress
        {
            State = "Approved", Number = 1, Content = "Count", Output = "42", Attempts = 2, Corrections = 1, Clarifications = 1,
            Usage = new Usage { Cost = 0.25m, InputTokens = 10, OutputTokens = 20 }, SubmittedAt = Given.Start, EndedAt = Given.Start.AddSeconds(90),
            References = [new ContentReference { Uri = new Uri("file:///a.csv"), Length = 1, Sha256 = "ab" }],
        }));

        var task = (await function.GetAsync(Tasks)).Items().Single();

        Assert.That(task.GetProperty("cost").GetDecimal(), Is.EqualTo(0.25m));
        Assert.That(task.GetProperty("inputTokens").GetInt64(), Is.EqualTo(10));
        Assert.That(task.GetProperty("outputTokens").GetInt64(), Is.EqualTo(20));
        Assert.That(task.GetProperty("durationMs").GetDouble(), Is.EqualTo(90_000));
        Assert.That(task.GetProperty("attempts").GetInt32(), Is.EqualTo(2));
        Assert.That(task.GetProperty("corrections").GetInt32(), Is.EqualTo(1));
        Assert.That(task.GetProperty("clarifications").GetInt32(), Is.EqualTo(1));
        Assert.That(task.Text("output"), Is.EqualTo("42"));
        Assert.That(task.GetProperty("references")[0].Text("uri"), Is.EqualTo("file:///a.csv"));
        Assert.That(task.Text("submittedAt"), Is.EqualTo("2026-01-02T03:04:05+00:00"));
    }

    private static JournalEntry Submitted(int second) =>
        Given.Task(Guid.NewGuid(), 1, new TaskProgress { State = "Executing", SubmittedAt = Given.Start.AddSeconds(second) });
}
