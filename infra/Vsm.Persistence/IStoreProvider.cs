using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Vsm.Persistence;

/// <summary>What differs between databases.</summary>
public interface IStoreProvider
{
    /// <summary>Makes a function's context use this database.</summary>
    void Configure(DbContextOptionsBuilder options, string schema);

    /// <summary>Says of the columns of a function's model what only this database needs to be told.</summary>
    void Adapt(IMutableModel model);

    /// <summary>Brings the function's schema to the version of this program; safe to call from many processes at once.</summary>
    Task MigrateAsync(DbContext context, string schema, CancellationToken cancel);

    /// <summary>The next number of a sequence that is made on first use. Gaps are possible, the same number twice is not.</summary>
    Task<int> NextNumberAsync(DbContext context, string schema, string sequence, CancellationToken cancel);

    /// <summary>How many units of work go into one transaction at most; 1 where there are no transactions.</summary>
    int GroupSize { get; }

    /// <summary>
    /// Stores changes in one transaction and one round trip, where the database has a way for that; false, and nothing stored, where it has none or
    /// they cannot be stored as they are.
    /// </summary>
    Task<bool> TrySaveAsync(DbContext context, IReadOnlyList<Change> changes);

    /// <summary>Whether the failure says that there is a row with this key already.</summary>
    bool IsDuplicate(Exception exception);

    /// <summary>
    /// Whether this one failure, not what it wraps, says that somebody else was faster. Only for what has no SQLSTATE: those are known to all.
    /// </summary>
    bool IsConflict(Exception exception);

    /// <summary>
    /// Takes a lease, or keeps it, for a while. The database's clock counts, so those of processes need not agree; a holder that has ended, or hangs,
    /// loses it with the time.
    /// </summary>
    /// <returns>Whether the holder has it now.</returns>
    Task<bool> TakeLeaseAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel);

    /// <summary>Whether the failure is one that trying again, from the start, may not meet.</summary>
    bool IsUnavailable(Exception exception);
}
