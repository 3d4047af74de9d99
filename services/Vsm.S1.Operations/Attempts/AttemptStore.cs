using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Attempts;

/// <summary>
/// Attempts as they are stored. Each change says what it expects to find, in the statement that makes it, so of two processes that want one attempt one
/// gets it, and who has lost one can do nothing to it any more.
/// </summary>
internal sealed class AttemptStore(IDbContextFactory<OperationsDbContext> contexts, TimeProvider clock)
{
    private const int MostSeen = 500;

    /// <summary>This process, as owner of attempts.</summary>
    public string Me { get; } = $"{Cut(Environment.MachineName)}-{EndpointNames.ReplicaId}";

    /// <summary>What processes work on, this one among them, or have left.</summary>
    public async Task<IReadOnlyList<AttemptSight>> OwnedAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Attempts.AsNoTracking().Where(x => x.Owner != null).OrderBy(x => x.At).Take(MostSeen)
            .Select(x => new AttemptSight(x.TaskId, x.Attempt, x.AgentId, x.Owner, x.Beat)).ToListAsync(cancel);
    }

    /// <summary>What nobody works on, oldest first, except for agents that take no more.</summary>
    public async Task<IReadOnlyList<AttemptSight>> WaitingAsync(IReadOnlyList<Guid> full, int most, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Attempts.AsNoTracking().Where(x => x.Owner == null && !full.Contains(x.AgentId)).OrderBy(x => x.At).Take(Math.Min(most, MostSeen))
            .Select(x => new AttemptSight(x.TaskId, x.Attempt, x.AgentId, x.Owner, x.Beat)).ToListAsync(cancel);
    }

    /// <summary>How many are worked on, and how many wait.</summary>
    public async Task<(int Owned, int Waiting)> CountAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var counts = await db.Attempts.GroupBy(x => x.Owner == null).Select(x => new { Waits = x.Key, Count = x.Count() }).ToListAsync(cancel);
        return (counts.Where(x => !x.Waits).Sum(x => x.Count), counts.Where(x => x.Waits).Sum(x => x.Count));
    }

    public async Task<bool> IsThereAsync(Guid task, int attempt, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Attempts.AnyAsync(x => x.TaskId == task && x.Attempt == attempt, cancel);
    }

    /// <returns>Null: it is no longer as it was seen.</returns>
    public async Task<StoredAttempt?> TryTakeAsync(AttemptSight sight, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var (now, takeovers) = (clock.GetUtcNow(), sight.Owner is null ? 0 : 1);
        var seen = db.Attempts.Where(x => x.TaskId == sight.TaskId && x.Attempt == sight.Attempt && x.Beat == sight.Beat);
        var taken = db.Database.IsRelational()
            ? await seen.ExecuteUpdateAsync(
                x => x.SetProperty(y => y.Owner, Me).SetProperty(y => y.Beat, y => y.Beat + 1).SetProperty(y => y.Starts, y => y.Starts + 1)
                    .SetProperty(y => y.Takeovers, y => y.Takeovers + takeovers).SetProperty(y => y.StartedAt, y => y.StartedAt ?? now),
                cancel) > 0
            : await ChangeAsync(db, seen, x => (x.Owner, x.Starts, x.Takeovers, x.StartedAt) = (Me, x.Starts + 1, x.Takeovers + takeovers, x.StartedAt ?? now));
        return taken ? await db.Attempts.AsNoTracking().SingleOrDefaultAsync(x => x.TaskId == sight.TaskId && x.Attempt == sight.Attempt && x.Owner == Me, cancel) : null;
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>Whether it is still this process's.</returns>
    public Task<bool> BeatAsync(StoredAttempt mine, TimeSpan worked, CancellationToken cancel) => WriteAsync(mine, Me, worked, cancel);

    /// <summary>Leaves it to whoever takes it next.</summary>
    public Task<bool> ReleaseAsync(StoredAttempt mine, TimeSpan worked, CancellationToken cancel) => WriteAsync(mine, null, worked, cancel);

    /// <summary>Forgets an attempt, whoever works on it.</summary>
    public async Task RemoveAsync(Guid task, int attempt, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var there = db.Attempts.Where(x => x.TaskId == task && x.Attempt == attempt);
        if (db.Database.IsRelational())
        {
            await there.ExecuteDeleteAsync(cancel);
            return;
        }

        try
        {
            db.Attempts.RemoveRange(await there.ToListAsync(cancel));
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            await RemoveAsync(task, attempt, cancel); // it was touched in the same moment, or is gone
        }
    }

    private async Task<bool> WriteAsync(StoredAttempt mine, string? owner, TimeSpan worked, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var milliseconds = (long)worked.TotalMilliseconds;
        var row = db.Attempts.Where(x => x.TaskId == mine.TaskId && x.Attempt == mine.Attempt && x.Owner == Me && x.Starts == mine.Starts);
        return db.Database.IsRelational()
            ? await row.ExecuteUpdateAsync(
                x => x.SetProperty(y => y.Owner, owner).SetProperty(y => y.Beat, y => y.Beat + 1).SetProperty(y => y.WorkedMs, milliseconds), cancel) > 0
            : await ChangeAsync(db, row, x => (x.Owner, x.WorkedMs) = (owner, milliseconds));
    }

    private static async Task<bool> ChangeAsync(OperationsDbContext db, IQueryable<StoredAttempt> row, Action<StoredAttempt> change)
    {
        if (await row.SingleOrDefaultAsync() is not { } found)
        {
            return false;
        }

        change(found);
        found.Beat++;
        try
        {
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private static string Cut(string name) => name.Length > 60 ? name[..60] : name;
}
