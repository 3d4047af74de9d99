using Vsm.Persistence.Retention;

namespace Vsm.S3.Control.Data;

/// <summary>What Control keeps for a while only.</summary>
internal static class ControlRetention
{
    public static IEnumerable<IRetentionRule<ControlDbContext>> Rules(RetentionOptions options) =>
    [
        new WalkedTable<ControlDbContext>(
            "finished tasks",
            options.FinishedTasks,
            (db, last) => db.Tasks.Where(x => x.CorrelationId > last).Select(x => new AgedRow { Id = x.CorrelationId, At = x.EndedAt }),
            (db, ids, cancel) => db.Tasks.Where(x => ids.Contains(x.CorrelationId) && x.EndedAt != null).RemoveAsync(db, cancel)),
    ];
}
