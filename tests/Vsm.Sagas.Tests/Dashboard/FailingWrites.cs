using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Sagas.Tests.Dashboard;

/// <summary>A database that fails at writes of requests, before or after it has done them.</summary>
/// <param name="state">The SQLSTATE that it says.</param>
/// <param name="done">It says so although it has done it.</param>
internal sealed class FailingWrites(string state, bool done) : SaveChangesInterceptor
{
    private int _writes;
    private int _from = int.MaxValue;
    private int _times;
    private DbContext? _failing;

    /// <summary>Fails from the write of that number on, counted from now.</summary>
    public void Fail(int from, int times = 1) => (_writes, _from, _times) = (0, from, times);

    /// <summary>Whether all was done that was to fail.</summary>
    public bool Met => _times == 0;

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var isOfRequest = eventData.Context!.ChangeTracker.Entries().Any(x =>
            x.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && x.Entity is KeyRow or TaskRow or OrganisationRow or FailedMessageRow);
        if (isOfRequest && ++_writes >= _from && _times > 0)
        {
            _times--;
            _failing = done ? eventData.Context : throw Failure();
        }

        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        Interlocked.CompareExchange(ref _failing, null, eventData.Context) == eventData.Context ? throw Failure() : ValueTask.FromResult(result);

    private DbUpdateException Failure() => new("injected", new Refused(state));

    private sealed class Refused(string state) : DbException("injected")
    {
        public override string SqlState => state;
    }
}
