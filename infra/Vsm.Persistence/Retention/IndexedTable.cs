using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence.Retention;

/// <summary>A table with an index over the time by which its rows age, off the way of tasks.</summary>
/// <param name="what">What it holds, in a word or two.</param>
/// <param name="keep">For how long; null: for ever.</param>
/// <param name="old">The keys of the rows from before a time, oldest first.</param>
/// <param name="remove">Removes rows by their keys.</param>
public sealed class IndexedTable<TContext, TKey>(
    string what, TimeSpan? keep, Func<TContext, DateTimeOffset, IQueryable<TKey>> old, Func<TContext, TKey[], CancellationToken, Task<int>> remove)
    : IRetentionRule<TContext>
    where TContext : DbContext
{
    private const int MostAtOnce = 200;

    public string What => what;

    public TimeSpan? Keep => keep;

    public async IAsyncEnumerable<int> RemoveAsync(
        IDbContextFactory<TContext> contexts, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var keys = await old(context, before).Take(MostAtOnce).ToArrayAsync(cancel);
            if (keys.Length == 0)
            {
                yield break;
            }

            yield return await remove(context, keys, cancel);
        }
    }
}
