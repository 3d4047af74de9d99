using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Forgets messages that were delivered, or never consumed, longer ago than duplicates are looked for.</summary>
internal sealed partial class InboxCleanupService<TDbContext>(
    IServiceScopeFactory scopes, IOptions<InboxCleanupServiceOptions<TDbContext>> options, TimeProvider clock, ILogger<InboxCleanupService<TDbContext>> logger)
    : BackgroundService
    where TDbContext : DbContext
{
    private readonly InboxCleanupServiceOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.QueryDelay, clock);
        try
        {
            do
            {
                try
                {
                    await CleanUpAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailed(exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>In small steps, so that nobody waits for its locks.</summary>
    internal async Task<int> CleanUpAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TDbContext>();
        context.Database.SetCommandTimeout(_options.QueryTimeout);
        var before = clock.GetUtcNow().UtcDateTime - _options.DuplicateDetectionWindow;
        var all = 0;
        for (int removed; ; all += removed)
        {
            removed = await context.Set<InboxState>()
                .Where(x => x.Delivered < before || (x.Consumed == null && x.Received < before))
                .OrderBy(x => x.Id).Take(_options.QueryMessageLimit)
                .ExecuteDeleteAsync(cancel);
            if (removed < _options.QueryMessageLimit)
            {
                return all + removed;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox could not be cleaned up; it is tried again")]
    private partial void LogFailed(Exception exception);
}
