using Vsm.Persistence.Retention;
using Vsm.S3.Control.Budgets;

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
            RemoveTasksAsync),
        new WalkedTable<ControlDbContext>(
            "advice",
            options.Answers,
            (db, last) => db.Advice.Where(x => x.Id > last).Select(x => new AgedRow { Id = x.Id, At = x.At }),
            (db, ids, cancel) => db.Advice.Where(x => ids.Contains(x.Id)).RemoveAsync(db, cancel)),
        new WalkedTable<ControlDbContext>(
            "money of work that is no task",
            options.Answers,
            (db, last) => db.Reservations.Where(x => x.TaskId > last && x.Attempt == SpendingDesk.Attempt && x.Actual != null)
                .Select(x => new AgedRow { Id = x.TaskId, At = x.At }),
            (db, ids, cancel) => db.Reservations.Where(x => ids.Contains(x.TaskId) && x.Attempt == SpendingDesk.Attempt && x.Actual != null).RemoveAsync(db, cancel)),
    ];

    // The task's row goes last: until then, another turn finds the rest.
    private static async Task<int> RemoveTasksAsync(ControlDbContext db, Guid[] ids, CancellationToken cancel)
    {
        string[] accounts = [.. ids.Select(BudgetKeys.Task)];
        return await db.Reservations.Where(x => ids.Contains(x.TaskId) && x.Actual != null).RemoveAsync(db, cancel)
            + await db.Budgets.Where(x => accounts.Contains(x.Key)).RemoveAsync(db, cancel)
            + await db.Tasks.Where(x => ids.Contains(x.CorrelationId) && x.EndedAt != null).RemoveAsync(db, cancel);
    }
}
