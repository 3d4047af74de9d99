using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Vsm.Persistence;

/// <summary>Appends one entry at start. Starting again appends it again, which the journal tells by its key.</summary>
internal sealed class JournalAtStart<TContext>(IServiceProvider services, Func<IServiceProvider, JournalRow> entry) : IHostedService
    where TContext : FunctionDbContext
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<StoreWait>().RunAsync(
            $"to put {entry(services).Key} into the journal",
            async cancel =>
            {
                await using var context = await services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContextAsync(cancel);
                context.Journal.Add(entry(services)); // what failed may have been done, so that the row is another each time
                await context.SaveChangesAsync(cancel);
            },
            cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
