using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Bus;

namespace Vsm.Persistence;

/// <summary>
/// Ships a function's journal rows. A row goes once the broker has confirmed its batch; a crash in between ships it twice, which the journal tells by
/// the entry's key.
/// </summary>
internal sealed partial class JournalShipper<TContext, TBatch>(
    string queue, Func<IReadOnlyList<string>, TBatch> toBatch, IDbContextFactory<TContext> contexts, JournalQueue<TContext> written, IBus bus,
    IHostApplicationLifetime lifetime, ILogger<JournalShipper<TContext, TBatch>> logger) : BusService(lifetime)
    where TContext : FunctionDbContext
    where TBatch : class
{
    public const int MaxEntries = 256;
    public const int MaxBytes = 192 * 1024;
    private const int MostLeft = 4096;

    /// <summary>After a batch, what comes meanwhile is gathered for so long: the first entry goes at once, many go together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    // What is left when the bus stops stays in the table, for a replica or the next start.
    protected override Task RunAsync(CancellationToken cancel) => Task.WhenAll(ShipWrittenAsync(cancel), ShipLeftAsync(cancel));

    private async Task ShipWrittenAsync(CancellationToken cancel)
    {
        JournalRow? next = null;
        while (next is not null || await written.Rows.WaitToReadAsync(cancel))
        {
            var batch = new List<JournalRow>();
            var bytes = 0;
            while (batch.Count < MaxEntries && (next is not null || written.Rows.TryRead(out next)))
            {
                bytes += next.Body.Length;
                if (bytes > MaxBytes && batch.Count > 0)
                {
                    break;
                }

                batch.Add(next);
                next = null;
            }

            await TryAsync(() => ShipAsync(batch, cancel), cancel);
            if (next is null && written.Rows.Count < MaxEntries)
            {
                await Task.Delay(Gathering, cancel);
            }
        }
    }

    /// <summary>A row that is still there at the second look was left behind: by a process that ended, or because it could not be shipped.</summary>
    private async Task ShipLeftAsync(CancellationToken cancel)
    {
        HashSet<Guid> seen = [];
        using var looks = new PeriodicTimer(Look);
        do
        {
            await TryAsync(async () => seen = await ShipLeftAsync(seen, cancel), cancel);
        }
        while (await looks.WaitForNextTickAsync(cancel));
    }

    private async Task<HashSet<Guid>> ShipLeftAsync(HashSet<Guid> seen, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var there = await context.Journal.OrderBy(x => x.Id).Take(MostLeft).Select(x => x.Id).ToListAsync(cancel);
        foreach (var left in there.Where(seen.Contains).Chunk(MaxEntries))
        {
            var rows = await context.Journal.AsNoTracking().Where(x => left.Contains(x.Id)).OrderBy(x => x.Id).ToListAsync(cancel);
            LogLeft(rows.Count, queue);
            for (var from = 0; from < rows.Count;)
            {
                var bytes = 0;
                var batch = rows.Skip(from).TakeWhile((x, i) => (bytes += x.Body.Length) <= MaxBytes || i == 0).ToList();
                await ShipAsync(batch, cancel);
                from += batch.Count;
            }
        }

        return [.. there];
    }

    private async Task ShipAsync(List<JournalRow> batch, CancellationToken cancel)
    {
        // Fails where the journal has never been started yet and has no queue: the rows stay.
        await bus.SendTo(queue, toBatch([.. batch.Select(x => x.Body)]), cancel);
        CrashPoint.Reached("journal-sent");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (context.Database.IsRelational())
        {
            var ids = batch.ConvertAll(x => x.Id);
            await context.Journal.Where(x => ids.Contains(x.Id)).ExecuteDeleteAsync(cancel);
        }
        else
        {
            context.Journal.RemoveRange(batch);
            await context.SaveChangesAsync(cancel);
        }
    }

    private async Task TryAsync(Func<Task> act, CancellationToken cancel)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogFailed(exception, queue);
            await Task.Delay(AfterFailure, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Journal rows could not be shipped to {Queue}; they stay and are tried again")]
    private partial void LogFailed(Exception exception, string queue);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} journal rows that were left behind go to {Queue}")]
    private partial void LogLeft(int count, string queue);
}
