using Vsm.Persistence.Retention;

namespace Vsm.S5.Policy.Data;

/// <summary>What System 5 keeps for a while only. Policies, configurations and settings, with all their versions, it keeps for ever, and suggestions, so that what was declined is not suggested again.</summary>
internal static class PolicyRetention
{
    public static IEnumerable<IRetentionRule<PolicyDbContext>> Rules(RetentionOptions options) =>
    [
        new WalkedTable<PolicyDbContext>(
            "corrections",
            options.Answers,
            (db, last) => db.Corrections.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Corrections.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<PolicyDbContext>(
            "clarifications",
            options.Answers,
            (db, last) => db.Clarifications.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Clarifications.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<PolicyDbContext>(
            "gaps",
            options.Answers,
            (db, last) => db.Gaps.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.At) }),
            (db, ids, cancel) => db.Gaps.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
        new WalkedTable<PolicyDbContext>(
            "advice",
            options.Answers,
            (db, last) => db.Advice.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.At }),
            (db, ids, cancel) => db.Advice.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel)),
        new WalkedTable<PolicyDbContext>(
            "approvals",
            options.Answers,
            (db, last) => db.Approvals.Where(x => x.TaskId > last).GroupBy(x => x.TaskId).Select(x => new AgedRow { Id = x.Key, At = x.Max(y => y.ExpiresAt) }),
            (db, ids, cancel) => db.Approvals.Where(x => ids.Contains(x.TaskId)).RemoveAsync(db, cancel)),
    ];
}
