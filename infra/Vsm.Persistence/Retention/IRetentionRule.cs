using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence.Retention;

/// <summary>Something that a function keeps for a while only.</summary>
public interface IRetentionRule<TContext>
    where TContext : DbContext
{
    /// <summary>What it is, in a word or two.</summary>
    string What { get; }

    /// <summary>For how long; null: for ever.</summary>
    TimeSpan? Keep { get; }

    /// <summary>Removes what is older, in short steps; each is one small transaction and says how much it removed.</summary>
    IAsyncEnumerable<int> RemoveAsync(IDbContextFactory<TContext> contexts, DateTimeOffset before, CancellationToken cancel);
}
