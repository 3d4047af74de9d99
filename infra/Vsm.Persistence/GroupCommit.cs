using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

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
    private readonly Batcher<TContext, Exception?> _batcher;

    public GroupCommit(IDbContextFactory<TContext> contexts, IStoreProvider store)
    {
        (_contexts, _store) = (contexts, store);
        _batcher = new Batcher<TContext, Exception?>(store.GroupSize, SaveGroupAsync);
    }

    /// <summary>
    /// Stores what the context has changed, all or nothing, and throws what its own <c>SaveChanges</c> would. It is not cancelled half way: others
    /// are in the same transaction.
    /// </summary>
    public async Task SaveAsync(TContext unit)
    {
        if (_store.GroupSize == 1)
        {
            await unit.SaveChangesAsync(CancellationToken.None);
        }
        else if (unit.ChangeTracker.HasChanges())
        {
            if (await _batcher.AskAsync(unit) is { } exception)
            {
                ExceptionDispatchInfo.Throw(exception);
            }

            unit.ChangeTracker.AcceptAllChanges();
        }
    }

    private async Task<IReadOnlyList<Exception?>> SaveGroupAsync(IReadOnlyList<TContext> units)
    {
        var results = new Exception?[units.Count];
        try
        {
            if (units.Count > 1)
            {
                await using var group = await _contexts.CreateDbContextAsync();
                group.ChangeTracker.AutoDetectChangesEnabled = false;
                foreach (var unit in units)
                {
                    Take(group, unit);
                }

                await group.SaveChangesAsync();
                return results;
            }
        }
        catch (Exception exception) when (!_store.IsUnavailable(exception))
        {
            // One of them cannot be stored as it is. Each by itself shows which.
        }

        for (var i = 0; i < units.Count; i++)
        {
            try
            {
                await units[i].SaveChangesAsync();
            }
            catch (Exception exception)
            {
                results[i] = exception;
            }
        }

        return results;
    }

    private static void Take(TContext group, TContext unit)
    {
        unit.ChangeTracker.AutoDetectChangesEnabled = false; // done by HasChanges
        foreach (var entry in unit.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            {
                Take(group.Entry(entry.Entity), entry);
            }
        }

        unit.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    private static void Take(EntityEntry copy, EntityEntry entry)
    {
        copy.State = entry.State == EntityState.Modified ? EntityState.Unchanged : entry.State;
        if (entry.State == EntityState.Added)
        {
            return;
        }

        foreach (var property in entry.Properties)
        {
            if (property.Metadata.IsConcurrencyToken)
            {
                copy.Property(property.Metadata).OriginalValue = property.OriginalValue;
            }

            if (property.IsModified)
            {
                copy.Property(property.Metadata).IsModified = true;
            }
        }
    }
}
