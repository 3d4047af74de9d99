using Microsoft.EntityFrameworkCore;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.Idempotency;

/// <summary>Used keys, which all replicas see. Each call has a context of its own: the request's one is the handler's.</summary>
internal sealed class KeyStore(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    /// <summary>Takes the key for a request, unless one has it.</summary>
    /// <returns>Who has it, and whether that is new.</returns>
    public async Task<(KeyRow Row, bool IsNew)> TakeAsync(string id, string requestHash, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await FindAsync(db, id, cancel) is { } known)
        {
            return (known, false);
        }

        var row = new KeyRow { Id = id, RequestHash = requestHash, At = Storable.Time(clock.GetUtcNow()) };
        db.Keys.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return (row, true);
        }
        catch (Exception exception) when (exception is DbUpdateException or ArgumentException)
        {
            // The same key came twice at once (the in-memory store says ArgumentException); if that was not it, there is nothing to be found.
            db.ChangeTracker.Clear();
            if (await FindAsync(db, id, cancel) is { } other)
            {
                return (other, false);
            }

            throw;
        }
    }

    public async Task<KeyAnswer?> AnswerAsync(string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return (await FindAsync(db, id, cancel))?.Answer;
    }

    /// <summary>Keeps the answer. What the request asked for has happened, so its caller's patience does not count.</summary>
    public async Task KeepAsync(KeyRow row, KeyAnswer answer)
    {
        await using var db = await contexts.CreateDbContextAsync();
        db.Attach(row).Entity.Answer = answer;
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same request at the same time was refused, and gave the key back.
        }
    }

    /// <summary>Gives the key back: nothing came of the request.</summary>
    public async Task FreeAsync(KeyRow row)
    {
        await using var db = await contexts.CreateDbContextAsync();
        db.Remove(row);
        await db.SaveChangesAsync();
    }

    private static Task<KeyRow?> FindAsync(DashboardDbContext db, string id, CancellationToken cancel) =>
        db.Keys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancel);
}
