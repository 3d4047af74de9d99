using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Vsm.Persistence;

/// <summary>Appends one entry at start. Starting again appends it again, which the journal tells by its key.</summary>
internal sealed class JournalAtStart<TContext>(IServiceProvider services, Func<IServiceProvider, JournalRow> entry) : IHostedService
    where TContext : FunctionDbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContextAsync(cancellationToken);
        context.Journal.Add(entry(services));
        await context.SaveChangesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
