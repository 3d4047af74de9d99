using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Bus;

namespace Vsm.Persistence;

/// <summary>
/// Ships a function's journal rows, oldest first. A row goes once the broker has confirmed its batch; a crash in between ships it twice, which the
/// journal tells by the entry's key.
/// </summary>
internal sealed partial class JournalShipper<TContext, TBatch>(
    string queue, Func<IReadOnlyList<string>, TBatch> toBatch, IDbContextFactory<TContext> contexts, JournalSignal<TContext> signal, IBus bus,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<JournalShipper<TContext, TBatch>> logger) : BusService(lifetime)
    where TContext : FunctionDbContext
    where TBatch : class
{
    public const int MaxEntries = 256;
    public const int MaxBytes = 192 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken cancel)
    {
        // What is left when the bus stops stays in the table, for a replica or the next start.
        while (true)
        {
            try
            {
                while (await ShipAsync(cancel))
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception, queue);
                await Task.Delay(Poll, clock, cancel);
            }

            // The poll finds rows of a replica that ended before it could ship them.
            await signal.WaitAsync(Poll, cancel);
        }
    }

    private async Task<bool> ShipAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Journal.OrderBy(x => x.Id).Take(MaxEntries).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return false;
        }

        var bytes = 0;
        var batch = rows.TakeWhile((x, i) => (bytes += x.Body.Length) <= MaxBytes || i == 0).ToList();
        // Fails where the journal has never been started yet and has no queue: the rows stay.
        await bus.SendTo(queue, toBatch([.. batch.Select(x => x.Body)]), cancel);
        context.Journal.RemoveRange(batch);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            LogShippedByOther(queue);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Journal rows could not be shipped to {Queue}; they stay and are tried again")]
    private partial void LogFailed(Exception exception, string queue);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A replica shipped the same journal rows to {Queue}")]
    private partial void LogShippedByOther(string queue);
}
