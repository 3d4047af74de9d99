using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Vsm.Persistence;

/// <summary>Brings a function's schema up to date at start, waiting for a database that is not there yet.</summary>
internal sealed class SchemaUpdate<TContext>(string schema, IDbContextFactory<TContext> contexts, IStoreProvider store, StoreWait wait) : IHostedService
    where TContext : DbContext
{
    public Task StartAsync(CancellationToken cancellationToken) => wait.RunAsync(
        $"to bring schema {schema} up to date",
        async cancel =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            await store.MigrateAsync(context, schema, cancel);
        },
        cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
