using Vsm.Contracts.Http;
using Vsm.Dashboard.Journal;
using Vsm.Persistence.Retention;

namespace Vsm.Dashboard.Data;

/// <summary>What the dashboard keeps for a while only. What people decided goes with its task; the journal says it for longer.</summary>
internal static class DashboardRetention
{
    public static IEnumerable<IRetentionRule<DashboardDbContext>> Rules(RetentionOptions options) =>
    [
        new WalkedTable<DashboardDbContext>(
            "finished tasks",
            options.FinishedTasks,
            // One that Control never heard of was on its way when a process ended; whoever handed it in was not told that it was accepted.
            (db, last) => db.Tasks.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.Step == null ? x.SubmittedAt : x.EndedAt }),
            RemoveTasksAsync),
        new WalkedTable<DashboardDbContext>(
            "rulings",
            options.Answers,
            (db, last) => db.Rulings.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.At }),
            async (db, ids, cancel) =>
                await db.Findings.Where(x => ids.Contains(x.RulingId)).RemoveAsync(db, cancel) + await db.Rulings.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel)),
        new WalkedTable<DashboardDbContext>(
            "failed messages",
            options.FailedMessages,
            (db, last) => db.FailedMessages.Where(x => x.Id > last).Select(x => new AgedRow
            {
                Id = x.Id,
                At = x.State == FailedMessageState.Resolved || x.State == FailedMessageState.Discarded ? x.EndedAt : null,
            }),
            RemoveFailuresAsync),
        new IndexedTable<DashboardDbContext, string>(
            "idempotency keys",
            options.IdempotencyKeys,
            (db, before) => db.Keys.Where(x => x.At < before).OrderBy(x => x.At).Select(x => x.Id),
            (db, ids, cancel) => db.Keys.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel)),
        new JournalRetention(options.Journal),
    ];

    // The task's row goes last: until then, another turn finds the rest.
    private static async Task<int> RemoveTasksAsync(DashboardDbContext db, Guid[] ids, CancellationToken cancel) =>
        await db.Calls.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)
        + await db.Decisions.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)
        + await db.Tasks.Where(x => ids.Contains(x.Id) && (x.EndedAt != null || x.Step == null)).RemoveAsync(db, cancel);

    private static async Task<int> RemoveFailuresAsync(DashboardDbContext db, Guid[] ids, CancellationToken cancel)
    {
        // A message that fails again right now keeps its row, and so its content.
        var ended = db.FailedMessages.Where(x => ids.Contains(x.Id) && (x.State == FailedMessageState.Resolved || x.State == FailedMessageState.Discarded));
        var removed = await ended.RemoveAsync(db, cancel);
        return removed + await db.FailedContents.Where(x => ids.Contains(x.Id) && !db.FailedMessages.Any(y => y.Id == x.Id)).RemoveAsync(db, cancel);
    }
}
