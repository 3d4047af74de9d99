using Microsoft.EntityFrameworkCore;
using Vsm.Persistence.Retention;

namespace Vsm.S1.Operations.Data;

/// <summary>What System 1 keeps for a while only.</summary>
internal static class OperationsRetention
{
    public static IEnumerable<IRetentionRule<OperationsDbContext>> Rules(RetentionOptions options) =>
    [
        new WalkedTable<OperationsDbContext>(
            "receipts",
            options.Answers,
            (db, last) => db.Receipts.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Receipts.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<OperationsDbContext>(
            "effects",
            options.Answers,
            (db, last) => db.Effects.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Effects.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<OperationsDbContext>(
            "calls",
            options.Answers,
            (db, last) => db.Calls.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Calls.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        // Whoever works on one has removed it long before; what is this old belongs to an agent that is no longer known.
        new WalkedTable<OperationsDbContext>(
            "attempts",
            options.Answers,
            (db, last) => db.Attempts.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Attempts.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<OperationsDbContext>(
            "idle sessions",
            options.IdleSessions,
            (db, last) => db.Sessions.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.LastAt }),
            RemoveSessionsAsync),
        new WalkedTable<OperationsDbContext>(
            "answered turns",
            options.Answers,
            (db, last) => db.Turns.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.At }),
            (db, ids, cancel) => db.Turns.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel)),
    ];

    // The turns go first: as long as there is the conversation, another walk finds the rest.
    private static async Task<int> RemoveSessionsAsync(OperationsDbContext db, Guid[] ids, CancellationToken cancel) =>
        await db.Turns.Where(x => ids.Contains(x.SessionId)).RemoveAsync(db, cancel)
        + await db.Sessions.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel);
}
