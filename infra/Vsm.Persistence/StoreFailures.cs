using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus.Retries;

namespace Vsm.Persistence;

/// <summary>Tells the failures of stores apart by type and SQLSTATE, or as the store says; texts are in the server's language.</summary>
internal sealed class StoreFailures(IStoreProvider store) : ITransientFailures
{
    public FailureKind KindOf(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => FailureKind.Conflict,
        DbException { SqlState: { } state } when IsConflict(state) => FailureKind.Conflict,
        DbException { SqlState: { } state } when IsAway(state) => FailureKind.Unavailable,
        _ when store.IsConflict(exception) => FailureKind.Conflict,
        _ when store.IsUnavailable(exception) => FailureKind.Unavailable,
        DbUpdateException when store.IsDuplicate(exception) => FailureKind.Conflict,
        _ => FailureKind.Other,
    };

    // Serialisation failure, deadlock, unique violation, a lock that others hold.
    private static bool IsConflict(string state) => state is "40001" or "40P01" or "23505" or "55P03";

    // No connection; no room for another, or on the disk; the server is starting, stopping or was promoted from a standby just now; its disk fails.
    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
        || state is "57P01" or "57P02" or "57P03" or "57P05" or "25006" or "58030";
}
