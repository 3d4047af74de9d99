using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence;

/// <summary>Asks a function's store for a sign of life.</summary>
public interface IStoreProbe
{
    /// <summary>Whether it answers.</summary>
    Task<bool> AnswersAsync(CancellationToken cancel);
}

internal sealed class StoreProbe<TContext>(IDbContextFactory<TContext> contexts) : IStoreProbe
    where TContext : DbContext
{
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Database.CanConnectAsync(cancel);
    }
}
