using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Journal;

/// <summary>Stores a batch: what is new of it goes behind the chain of its VSM instance and into the read model, all at once.</summary>
internal sealed class JournalWriter(DashboardDbContext db, GroupCommit<DashboardDbContext> commit, ReadModelWriter readModel)
{
    /// <returns>The entries that were new.</returns>
    public async Task<IReadOnlyList<JournalRecord>> WriteAsync(JournalBatch batch, CancellationToken cancel)
    {
        var entries = await NewEntriesAsync(batch.Entries, cancel);
        if (entries.Count == 0)
        {
            return [];
        }

        var vsms = entries.Select(x => x.Vsm).Distinct().ToList();
        var heads = await db.ChainHeads.Where(x => vsms.Contains(x.Vsm)).ToDictionaryAsync(x => x.Vsm, cancel);
        var written = new List<JournalRecord>(entries.Count);
        var placed = new List<PlacedEntry>(entries.Count);
        foreach (var chain in entries.GroupBy(x => x.Vsm))
        {
            var stored = heads.GetValueOrDefault(chain.Key);
            List<JournalEntry> links = [.. chain];
            var (head, records) = JournalChain.Append(stored ?? ChainHead.Before(chain.Key), links);
            written.AddRange(records);
            placed.AddRange(links.Zip(records, (entry, record) => new PlacedEntry(entry, record.Sequence)));
            Keep(stored, head);
        }

        db.Records.AddRange(written);
        await readModel.ApplyAsync(placed, cancel);
        await commit.SaveAsync(db);
        CrashPoint.Reached("journal-stored");
        return written;
    }

    private async Task<List<JournalEntry>> NewEntriesAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancel)
    {
        var keys = entries.Select(x => x.Key).ToList();
        var known = (await db.Records.Where(x => keys.Contains(x.Key)).Select(x => new { x.Function, x.Key }).ToListAsync(cancel))
            .Select(x => (x.Function, x.Key)).ToHashSet();
        return [.. entries.Where(x => known.Add((x.Function, x.Key)))];
    }

    private void Keep(ChainHead? stored, ChainHead head)
    {
        if (stored is null)
        {
            db.ChainHeads.Add(head);
        }
        else
        {
            db.Entry(stored).CurrentValues.SetValues(head);
        }
    }
}
