using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Vsm.Dashboard.Data;
using Vsm.Persistence.Retention;

namespace Vsm.Dashboard.Journal;

/// <summary>Removes the beginning of each chain, and remembers what the rest is chained to in the same transaction.</summary>
internal sealed class JournalRetention(TimeSpan? keep) : IRetentionRule<DashboardDbContext>
{
    private const int MostAtOnce = 500;

    public string What => "journal entries";

    public TimeSpan? Keep => keep;

    public async IAsyncEnumerable<int> RemoveAsync(
        IDbContextFactory<DashboardDbContext> contexts, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<string> vsms;
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            vsms = await db.ChainHeads.Select(x => x.Vsm).ToListAsync(cancel);
        }

        foreach (var vsm in vsms)
        {
            int removed;
            do
            {
                removed = await StepAsync(contexts, vsm, before, cancel);
                yield return removed;
            }
            while (removed > 0);
        }
    }

    private static async Task<int> StepAsync(IDbContextFactory<DashboardDbContext> contexts, string vsm, DateTimeOffset before, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var anchor = await db.ChainAnchors.FirstOrDefaultAsync(x => x.Vsm == vsm, cancel);
        var from = anchor?.Sequence ?? 0;
        // Entries are in the order in which they came, and what they tell of may be older: the first that is young enough ends it.
        var oldest = await db.Records.AsNoTracking().Where(x => x.Vsm == vsm && x.Sequence > from && x.Sequence <= from + MostAtOnce)
            .OrderBy(x => x.Sequence).Select(x => new { x.Sequence, x.At, x.Hash }).ToListAsync(cancel);
        if (oldest.TakeWhile(x => x.At < before).LastOrDefault() is not { } last)
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = new ChainAnchor { Vsm = vsm, Sequence = last.Sequence, Hash = last.Hash };
        if (anchor is null)
        {
            db.ChainAnchors.Add(moved);
        }
        else
        {
            db.Entry(anchor).CurrentValues.SetValues(moved);
        }

        await db.SaveChangesAsync(cancel);
        var removed = await db.Records.Where(x => x.Vsm == vsm && x.Sequence <= last.Sequence).RemoveAsync(db, cancel);
        await transaction.CommitAsync(cancel);
        return removed;
    }
}
