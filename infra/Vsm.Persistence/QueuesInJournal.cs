using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Bus;

namespace Vsm.Persistence;

/// <summary>Appends an entry for every queue of a function, also for those that come later. Starting again appends them again, which the journal tells by their key.</summary>
internal sealed partial class QueuesInJournal<TContext>(
    string prefix, Func<string, DateTimeOffset, JournalRow> entry, DeclaredQueues queues, IDbContextFactory<TContext> contexts,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<QueuesInJournal<TContext>> logger) : BusService(lifetime)
    where TContext : FunctionDbContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken cancel)
    {
        var position = 0;
        while (true)
        {
            var changed = queues.Changed;
            var names = queues.From(position);
            try
            {
                await WriteAsync([.. names.Where(x => x.StartsWith(prefix, StringComparison.Ordinal))], cancel);
                position += names.Count;
                await changed.WaitAsync(cancel);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception, prefix);
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        if (names.Count == 0)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Journal.AddRange(names.Select(x => entry(x, clock.GetUtcNow())));
        await context.SaveChangesAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queues {Prefix}* could not be put into the journal; tried again")]
    private partial void LogFailed(Exception exception, string prefix);
}
