using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence;

/// <summary>Brings a function's schema up to date at start, waiting for a database that is not there yet.</summary>
internal sealed partial class SchemaUpdate<TContext>(
    string schema, IDbContextFactory<TContext> contexts, IStoreProvider store, IOptions<StoreOptions> options, TimeProvider clock,
    ILogger<SchemaUpdate<TContext>> logger) : IHostedService
    where TContext : DbContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var limit = options.Value.StartTimeout;
        var giveUp = clock.GetUtcNow() + limit;
        while (true)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                await store.MigrateAsync(context, schema, cancellationToken);
                return;
            }
            catch (Exception exception) when (store.IsUnavailable(exception))
            {
                if (clock.GetUtcNow() >= giveUp)
                {
                    throw new StoreUnavailableException(
                        $"The database did not answer within {limit:c} (Vsm:StartTimeout): {exception.Message}. Start it, or correct Vsm:Database:ConnectionString.",
                        exception);
                }

                LogWaiting(schema, exception.Message);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database to bring schema {Schema} up to date: {Reason}")]
    private partial void LogWaiting(string schema, string reason);
}
