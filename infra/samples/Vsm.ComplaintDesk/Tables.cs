using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Vsm.ComplaintDesk;

/// <summary>Makes the tables where there are none, before anything uses them; a program that lives longer than a sample has migrations.</summary>
internal sealed class Tables(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DeskContext>().Database;
        var there = await database.SqlQuery<bool>($"""select to_regclass({DeskContext.Schema + ".\"Letters\""}) is not null as "Value" """).SingleAsync(cancellationToken);
        if (!there)
        {
            // The database is shared with the team, so that it is there already.
            await database.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
