using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence;

/// <summary>Asks a function's store for a sign of life.</summary>
public interface IStoreProbe
{
    /// <summary>Whether it answers.</summary>
    Task<bool> AnswersAsync(CancellationToken cancel);
}

/// <summary>On a connection of the pool: a connection of its own for every question would cost the server more than all else that a process at rest wants of it.</summary>
internal sealed class StoreProbe<TContext>(IDbContextFactory<TContext> contexts) : IStoreProbe
    where TContext : DbContext
{
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (!context.Database.IsRelational())
        {
            return await context.Database.CanConnectAsync(cancel);
        }

        try
        {
            await AskAsync(context, cancel);
        }
        catch (DbException) when (!cancel.IsCancellationRequested)
        {
            // A connection that was lost while nobody used it stays in the pool until somebody does; the next one is another.
            await AskAsync(context, cancel);
        }

        return true;
    }

    private static Task<int> AskAsync(TContext context, CancellationToken cancel) => context.Database.ExecuteSqlRawAsync("select 1", cancel);
}
