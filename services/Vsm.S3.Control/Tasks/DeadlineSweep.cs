using Microsoft.EntityFrameworkCore;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Tasks;

/// <summary>Looks for tasks whose time limit has passed. Whoever looks twice changes nothing: the check names the task's step.</summary>
internal sealed class DeadlineSweep(
    IDbContextFactory<ControlDbContext> contexts, DeadlineChecks checks, SweepSender sender, SweepLease lease, SweepTrouble trouble, TimeProvider clock,
    IHostApplicationLifetime lifetime) : Sweep(lease, trouble, lifetime)
{
    private const int PageSize = 500;
    private const int MostPages = 40;
    private readonly SweepLease _lease = lease;

    protected override async Task SweepAsync(CancellationToken cancel)
    {
        await sender.ReadyAsync<Contracts.Control.CheckTaskDeadline>(cancel);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var found = new HashSet<(Guid Id, int Step)>();
        DueTask? last = null;
        for (var pages = 0; pages < MostPages && (pages == 0 || checks.HasRoom(now)); pages++)
        {
            if (pages > 0 && !await _lease.TakeAsync(cancel))
            {
                return;
            }

            var page = await PageAsync(db, now, last, cancel);
            found.UnionWith(page.Select(x => (x.Id, x.Step)));
            var all = page.Count < PageSize;
            checks.Keep(found, all ? null : page[^1].DueAt, now);
            await SendAsync(page, now, cancel);
            if (all)
            {
                return;
            }

            last = page[^1];
        }
    }

    private async Task SendAsync(IReadOnlyList<DueTask> page, DateTimeOffset now, CancellationToken cancel)
    {
        var due = checks.Take(page, now);
        try
        {
            await sender.SendAsync(TaskStateMachine.Queue, due, cancel);
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            checks.Forget(due);
            throw;
        }
    }

    private static async Task<List<DueTask>> PageAsync(ControlDbContext db, DateTimeOffset now, DueTask? after, CancellationToken cancel)
    {
        var tasks = db.Tasks.AsNoTracking().Where(x => x.DueAt != null && x.DueAt <= now);
        if (after is { DueAt: var at, Id: var id })
        {
            tasks = tasks.Where(x => x.DueAt >= at && (x.DueAt > at || x.CorrelationId > id));
        }

        return await tasks.OrderBy(x => x.DueAt).ThenBy(x => x.CorrelationId).Take(PageSize)
            .Select(x => new DueTask(x.CorrelationId, x.Step, x.DueAt!.Value)).ToListAsync(cancel);
    }
}
