using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Vsm.Persistence;

/// <summary>Wakes the shipper when a transaction that may have written journal rows is done.</summary>
internal sealed class JournalSignal<TContext> : SaveChangesInterceptor, IDbTransactionInterceptor, IDisposable
    where TContext : DbContext
{
    private readonly SemaphoreSlim _pending = new(0, 1);

    public void Set()
    {
        try
        {
            _pending.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake for what is there.
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => _pending.WaitAsync(atMost, cancel);

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context?.Database.CurrentTransaction is null)
        {
            Set();
        }

        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _pending.Dispose();
}
