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
    ];
}
