using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.Failures;

/// <summary>Stores failed messages, each once, in one transaction.</summary>
internal sealed partial class FailureStore(IDbContextFactory<DashboardDbContext> contexts, ILogger<FailureStore> logger)
{
    private const int Tries = 5;

    /// <summary>Returns once the message is stored, by this call or by an earlier one.</summary>
    public async Task StoreAsync(FailureArrival arrival, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await TryStoreAsync(arrival, cancel);
                return;
            }
            catch (Exception exception) when (tries < Tries && exception is DbUpdateException or ArgumentException)
            {
                // Another delivery of it, or somebody's retry, was first (the in-memory store says ArgumentException): look again.
            }
        }
    }

    private async Task TryStoreAsync(FailureArrival arrival, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var stored = await db.FailedMessages.FirstOrDefaultAsync(x => x.Id == arrival.RowId, cancel);
        if (FailureLifecycle.Arrive(stored, arrival) is not { } row)
        {
            return;
        }

        var content = new FailedMessageContent { Id = row.Id, Body = arrival.Body, CorrelationId = arrival.CorrelationId, Headers = arrival.Headers };
        if (stored is null)
        {
            db.Add(row);
            db.Add(content);
        }
        else
        {
            db.Entry(stored).CurrentValues.SetValues(row);
            db.Update(content);
        }

        await db.SaveChangesAsync(cancel);
        CrashPoint.Reached("failed-stored");
        LogStored(row.Queue, row.Id, row.Kind.ToString(), row.MessageType, row.ExceptionType);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue}: failed message {Id} is kept ({Kind}, {MessageType}, {ExceptionType})")]
    private partial void LogStored(string queue, Guid id, string kind, string? messageType, string? exceptionType);
}
