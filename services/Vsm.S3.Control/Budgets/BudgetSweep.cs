using Microsoft.EntityFrameworkCore;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Budgets;

/// <summary>
/// Gives back what was set aside by steps that were never stored, where no later step of the task did so: a process ended in between, or two replicas
/// worked on one task and one of them was late. Books work that is no task and was never settled.
/// </summary>
internal sealed class BudgetSweep(
    IDbContextFactory<ControlDbContext> contexts, Accountant accountant, SweepSender sender, SweepLease lease, SweepTrouble trouble, TimeProvider clock,
    IHostApplicationLifetime lifetime) : Sweep(lease, trouble, lifetime)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Longer than any step takes.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(5);
    private const int Most = 200;

    // Longer than a message may be in work.
    private static readonly TimeSpan AgeOfSpending = TimeSpan.FromMinutes(30);

    protected override async Task SweepAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var before = clock.GetUtcNow() - Age;
        var lost = await (
            from reservation in db.Reservations.AsNoTracking()
            where reservation.Amount > 0 && reservation.At <= before
            join task in db.Tasks.AsNoTracking() on reservation.TaskId equals task.CorrelationId
            where reservation.Attempt > task.Attempt || reservation.Actual != null
            orderby reservation.At
            select new { reservation.TaskId, reservation.Attempt }).Take(Most).ToListAsync(cancel);
        foreach (var reservation in lost)
        {
            await sender.SendAsync(TaskStateMachine.Queue, await accountant.ReleaseAsync(reservation.TaskId, reservation.Attempt), cancel);
        }

        // Of work that is no task, and that nobody said the end of, nobody knows what it cost.
        var silentBefore = clock.GetUtcNow() - AgeOfSpending;
        var silent = await db.Reservations.AsNoTracking()
            .Where(x => x.Attempt == SpendingDesk.Attempt && x.Amount > 0 && x.At <= silentBefore).OrderBy(x => x.At).Take(Most)
            .Select(x => new { x.TaskId, x.Amount }).ToListAsync(cancel);
        foreach (var spending in silent)
        {
            await accountant.CloseAsync(spending.TaskId, SpendingDesk.Attempt, spending.Amount);
        }
    }
}
