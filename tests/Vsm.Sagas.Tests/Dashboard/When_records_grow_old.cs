using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence.Retention;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_records_grow_old
{
    private static readonly Guid Old = new(1, 0, 0, new byte[8]);
    private static readonly Guid Late = new(2, 0, 0, new byte[8]);
    private static readonly Guid Open = new(3, 0, 0, new byte[8]);
    private readonly ManualClock _clock = new(Given.Start);

    [Test]
    public async Task A_task_goes_when_its_time_since_its_end_is_over_and_one_without_an_end_stays()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(
            Given.Task(Old, 1, Ended(1, TimeSpan.Zero)), Given.Task(Late, 1, Ended(2, TimeSpan.FromDays(1))), Given.Task(Open, 1, new TaskProgress { State = "Executing", Number = 3 }),
            Given.Ruling(Guid.NewGuid(), Old, Guid.NewGuid(), 0, Verdict.Violated, Given.Finding(Guid.NewGuid(), 1, "short", Verdict.Violated, "too long")));

        await SweepAfterAsync(function, TimeSpan.FromDays(90) + TimeSpan.FromHours(1));

        var tasks = await function.GetAsync("/api/v1/tasks");
        Assert.That(tasks.Items().Select(x => x.GetProperty("number").GetInt32()), Is.EquivalentTo([2, 3]));
        Assert.That((await function.GetAsync("/api/v1/rulings")).Items(), Is.Empty);
        var left = await ReadAsync(function, async db => (await db.Findings.CountAsync(), await db.Calls.CountAsync()));
        Assert.That(left, Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_task_that_never_reached_Control_goes_too()
    {
        await using var function = await StartAsync();
        await ReadAsync(function, async db =>
        {
            db.Tasks.Add(new TaskRow { Id = Old, Vsm = "root", SubmittedAt = Given.Start });
            db.Tasks.Add(new TaskRow { Id = Late, Vsm = "root", SubmittedAt = Given.Start.AddDays(1) });
            return await db.SaveChangesAsync();
        });

        await SweepAfterAsync(function, TimeSpan.FromDays(90) + TimeSpan.FromHours(1));

        Assert.That(await ReadAsync(function, db => db.Tasks.Select(x => x.Id).SingleAsync()), Is.EqualTo(Late));
    }

    [Test]
    public async Task Nothing_goes_that_is_kept_for_ever()
    {
        await using var function = await StartAsync(("Vsm:Retention:FinishedTasks", ""), ("Vsm:Retention:Journal", ""));
        await function.JournalAsync(Given.Task(Old, 1, Ended(1, TimeSpan.Zero)));

        await SweepAfterAsync(function, TimeSpan.FromDays(10_000));

        Assert.That((await function.GetAsync("/api/v1/tasks")).Items(), Has.Length.EqualTo(1));
        Assert.That((await function.GetAsync("/api/v1/audit")).GetProperty("entries").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_beginning_of_the_journal_goes_and_the_rest_is_intact()
    {
        await using var function = await StartAsync();
        await function.JournalAsync([.. Enumerable.Range(0, 5).Select(x => Given.Entry($"{x}", "s1", "x") with { At = Given.Start.AddDays(x) })]);
        var before = await function.GetAsync("/api/v1/audit");

        await SweepAfterAsync(function, TimeSpan.FromDays(400 + 2.5));

        var audit = await function.GetAsync("/api/v1/audit");
        Assert.That(audit.GetProperty("intact").GetBoolean());
        Assert.That((audit.GetProperty("removed").GetInt64(), audit.GetProperty("entries").GetInt64()), Is.EqualTo((3, 2)));
        Assert.That(audit.Text("head"), Is.EqualTo(before.Text("head")));

        await SweepAfterAsync(function, TimeSpan.FromDays(100));
        await function.JournalAsync(Given.Entry("later", "s1", "x") with { At = _clock.GetUtcNow() });

        audit = await function.GetAsync("/api/v1/audit");
        Assert.That(audit.GetProperty("intact").GetBoolean());
        Assert.That((audit.GetProperty("removed").GetInt64(), audit.GetProperty("entries").GetInt64()), Is.EqualTo((5, 1)));
    }

    [Test]
    public async Task An_entry_that_was_taken_out_of_what_is_left_is_named()
    {
        await using var function = await StartAsync();
        await function.JournalAsync([.. Enumerable.Range(0, 5).Select(x => Given.Entry($"{x}", "s1", "x") with { At = Given.Start.AddDays(x) })]);
        await SweepAfterAsync(function, TimeSpan.FromDays(400 + 1.5));

        await ReadAsync(function, async db =>
        {
            db.Remove(await db.Records.SingleAsync(x => x.Sequence == 3));
            return await db.SaveChangesAsync();
        });

        Assert.That((await function.GetAsync("/api/v1/audit")).GetProperty("firstBroken").GetInt64(), Is.EqualTo(3));
    }

    [Test]
    public async Task Failed_messages_that_are_settled_and_used_keys_go_and_others_stay()
    {
        await using var function = await StartAsync();
        await ReadAsync(function, async db =>
        {
            foreach (var (id, state) in ((Guid, FailedMessageState)[])[(Old, FailedMessageState.Resolved), (Late, FailedMessageState.Discarded), (Open, FailedMessageState.Failed)])
            {
                db.Add(Failure(id, state));
                db.Add(new FailedMessageContent { Id = id, Body = [1], Headers = new Dictionary<string, string>() });
            }

            db.Add(new KeyRow { Id = "a", RequestHash = "", At = Given.Start });
            db.Add(new KeyRow { Id = "b", RequestHash = "", At = Given.Start.AddDays(30) });
            return await db.SaveChangesAsync();
        });

        await SweepAfterAsync(function, TimeSpan.FromDays(31));

        var left = await ReadAsync(function, async db =>
            (await db.FailedMessages.Select(x => x.Id).SingleAsync(), await db.FailedContents.Select(x => x.Id).SingleAsync(), await db.Keys.Select(x => x.Id).SingleAsync()));
        Assert.That(left, Is.EqualTo((Open, Open, "b")));
    }

    private static TaskProgress Ended(int number, TimeSpan after) => new() { State = "Approved", Number = number, EndedAt = Given.Start + after };

    private static FailedMessageRow Failure(Guid id, FailedMessageState state) => new()
    {
        Id = id, State = state, Kind = FailedMessageKind.Error, Queue = "q", MessageId = "m", Reason = "r", Search = "r", Length = 1, FirstFailedAt = Given.Start,
        FailedAt = Given.Start, EndedAt = state == FailedMessageState.Failed ? null : Given.Start,
    };

    private Task<FunctionHarness> StartAsync(params (string Key, string Value)[] settings) =>
        Given.DashboardAsync(
            x =>
            {
                x.Services.AddSingleton<TimeProvider>(_clock);
                x.Services.DoNotRun<RetentionService<DashboardDbContext>>();
            },
            settings);

    private Task SweepAfterAsync(FunctionHarness function, TimeSpan time)
    {
        _clock.Advance(time);
        return function.Services.GetRequiredService<RetentionService<DashboardDbContext>>().SweepAsync(CancellationToken.None);
    }

    private static async Task<T> ReadAsync<T>(FunctionHarness function, Func<DashboardDbContext, Task<T>> read)
    {
        await using var db = await function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await read(db);
    }
}
