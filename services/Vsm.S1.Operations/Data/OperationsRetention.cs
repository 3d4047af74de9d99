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
    ];
}
