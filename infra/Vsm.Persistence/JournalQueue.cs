using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Vsm.Persistence;

/// <summary>
/// Journal rows that this process has just stored, so that shipping them needs no reading. What does not fit stays in the table alone, where the
/// shipper finds it like the rows of a process that ended.
/// </summary>
internal sealed class JournalQueue<TContext> : SaveChangesInterceptor
    where TContext : DbContext
{
    private const int Most = 8192;
    private readonly Channel<JournalRow> _rows = Channel.CreateBounded<JournalRow>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly ConditionalWeakTable<DbContext, List<JournalRow>> _saving = [];

    public ChannelReader<JournalRow> Rows => _rows.Reader;

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var rows = eventData.Context!.ChangeTracker.Entries<JournalRow>().Where(x => x.State == EntityState.Added).Select(x => x.Entity).ToList();
        _saving.AddOrUpdate(eventData.Context, rows);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (_saving.TryGetValue(eventData.Context!, out var rows))
        {
            _saving.Remove(eventData.Context!);
            rows.ForEach(x => _rows.Writer.TryWrite(x));
        }

        return ValueTask.FromResult(result);
    }
}
