using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence;

/// <summary>
/// Commits the changes of several contexts in one transaction: those that are ready while the transaction before is under way. A unit that cannot be
/// stored, because another came first, does not harm the others of its group.
/// </summary>
public sealed class GroupCommit<TContext>
    where TContext : FunctionDbContext
{
    private readonly IDbContextFactory<TContext> _contexts;
    private readonly IStoreProvider _store;
    private readonly JournalQueue<TContext>? _journal;
    private readonly Batcher<IReadOnlyList<Change>, Exception?> _batcher;

    internal GroupCommit(IDbContextFactory<TContext> contexts, IStoreProvider store, JournalQueue<TContext>? journal)
    {
        (_contexts, _store, _journal) = (contexts, store, journal);
        _batcher = new Batcher<IReadOnlyList<Change>, Exception?>(store.GroupSize, SaveGroupAsync);
    }

    /// <summary>
    /// Stores what the context has changed, all or nothing, and throws what its own <c>SaveChanges</c> would. It is not cancelled half way: others
    /// are in the same transaction.
    /// </summary>
    public async Task SaveAsync(TContext unit)
    {
        await SaveAsync([.. Change.Of(unit)]);
        unit.ChangeTracker.AcceptAllChanges();
    }

    /// <summary>The same for a context and an entity that it does not track.</summary>
    internal async Task SaveAsync(TContext unit, Change change)
    {
        await SaveAsync([change, .. Change.Of(unit)]);
        unit.ChangeTracker.AcceptAllChanges();
    }

    private async Task SaveAsync(IReadOnlyList<Change> changes)
    {
        if (changes.Count > 0 && await _batcher.AskAsync(changes) is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private async Task<IReadOnlyList<Exception?>> SaveGroupAsync(IReadOnlyList<IReadOnlyList<Change>> units)
    {
        var results = new Exception?[units.Count];
        try
        {
            await using var context = await _contexts.CreateDbContextAsync();
            if (await _store.TrySaveAsync(context, [.. units.SelectMany(x => x)]))
            {
                _journal?.Add(units.SelectMany(x => x).Select(x => x.Entity).OfType<JournalRow>());
                return results;
            }
        }
        catch (Exception exception) when (_store.IsUnavailable(exception))
        {
            Array.Fill(results, exception);
            return results;
        }

        // One of them cannot be stored as it is. Each by itself shows which.
        for (var i = 0; i < units.Count; i++)
        {
            try
            {
                await using var context = await _contexts.CreateDbContextAsync();
                foreach (var change in units[i])
                {
                    change.TrackIn(context);
                }

                await context.SaveChangesAsync();
            }
            catch (Exception exception)
            {
                results[i] = exception;
            }
        }

        return results;
    }
}
