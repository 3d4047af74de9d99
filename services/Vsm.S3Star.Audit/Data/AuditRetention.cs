using Vsm.Persistence.Retention;

namespace Vsm.S3Star.Audit.Data;

/// <summary>What System 3* keeps for a while only. A ruling that is gone is no precedent either, and a case is as old as its last ruling.</summary>
internal static class AuditRetention
{
    public static IEnumerable<IRetentionRule<AuditDbContext>> Rules(RetentionOptions options) =>
    [
        new WalkedTable<AuditDbContext>(
            "open cases",
            options.Answers,
            (db, last) => db.Cases.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow
            {
                Id = x.Key,
                At = db.Rulings.Where(y => y.TaskId == x.Key).Max(y => (DateTimeOffset?)y.At),
            }),
            (db, ids, cancel) => db.Cases.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<AuditDbContext>(
            "waiting cases",
            options.Answers,
            (db, last) => db.WaitingCases.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.WaitingCases.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<AuditDbContext>(
            "precedents",
            options.Answers,
            (db, last) => db.Precedents.Where(x => x.RulingId > last).GroupBy(x => x.RulingId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Precedents.Where(x => ids.Contains(x.RulingId)).RemoveAsync(db, cancel)),
        new WalkedTable<AuditDbContext>(
            "judged packets",
            options.Answers,
            (db, last) => db.JudgedPackets.Where(x => x.RulingId > last).Select(x => new AgedRow { Id = x.RulingId, At = x.At }),
            (db, ids, cancel) => db.JudgedPackets.Where(x => ids.Contains(x.RulingId)).RemoveAsync(db, cancel)),
        new WalkedTable<AuditDbContext>(
            "rulings",
            options.Answers,
            (db, last) => db.Rulings.Where(x => x.RulingId > last).Select(x => new AgedRow { Id = x.RulingId, At = x.At }),
            (db, ids, cancel) => db.Rulings.Where(x => ids.Contains(x.RulingId)).RemoveAsync(db, cancel)),
    ];
}
