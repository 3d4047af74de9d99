using Microsoft.EntityFrameworkCore;
using Vsm.Bus.Retries;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.Idempotency;

/// <summary>Used keys, which all replicas see. Each call has a context of its own: the request's one is the handler's.</summary>
internal sealed class KeyStore(IDbContextFactory<DashboardDbContext> contexts, FailureKinds kinds, TimeProvider clock)
{
    private const int Tries = 3;

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
        return (await FindAsync(db, id, cancel))?.Answer is { IsPlan: false } answer ? answer : null;
    }

    /// <summary>Keeps the answer. What the request asked for has happened, so its caller's patience does not count.</summary>
    public Task KeepAsync(KeyRow row, KeyAnswer answer) => ChangeAsync(db =>
    {
        db.Attach(row).Entity.Answer = answer;
        db.Entry(row).Property(x => x.Answer).IsModified = true;
    });

    /// <summary>Gives the key back: nothing came of the request.</summary>
    public Task FreeAsync(KeyRow row) => ChangeAsync(db => db.Remove(row));

    private async Task ChangeAsync(Action<DashboardDbContext> change)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync();
            change(db);
            try
            {
                await db.SaveChangesAsync();
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // The same request at the same time was refused, and gave the key back.
                return;
            }
            catch (Exception exception) when (tries < Tries && kinds.Of(exception) != FailureKind.Other)
            {
                // What the request did is done: a moment's trouble shall not cost its answer.
            }
        }
    }

    private static Task<KeyRow?> FindAsync(DashboardDbContext db, string id, CancellationToken cancel) =>
        db.Keys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancel);
}
