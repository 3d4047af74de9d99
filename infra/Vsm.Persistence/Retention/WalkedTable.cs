using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence.Retention;

/// <summary>
/// A table that is walked in the order of its key. Nothing is asked of an index over times, which every step of every task would have to pay for.
/// </summary>
/// <param name="what">What it holds, in a word or two.</param>
/// <param name="keep">For how long; null: for ever.</param>
/// <param name="rows">The rows behind a key, each key once.</param>
/// <param name="remove">Removes rows by their keys, and what belongs to them.</param>
public sealed class WalkedTable<TContext>(
    string what, TimeSpan? keep, Func<TContext, Guid, IQueryable<AgedRow>> rows, Func<TContext, Guid[], CancellationToken, Task<int>> remove)
    : IRetentionRule<TContext>
    where TContext : DbContext
{
    internal const int PageSize = 1000;
    private const int MostAtOnce = 200;

    public string What => what;

    public TimeSpan? Keep => keep;

    public async IAsyncEnumerable<int> RemoveAsync(
        IDbContextFactory<TContext> contexts, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var last = Guid.Empty; ;)
        {
            List<AgedRow> page;
            await using (var context = await contexts.CreateDbContextAsync(cancel))
            {
                page = await rows(context, last).OrderBy(x => x.Id).Take(PageSize).ToListAsync(cancel);
            }

            foreach (var old in page.Where(x => x.At < before).Select(x => x.Id).Chunk(MostAtOnce))
            {
                await using var context = await contexts.CreateDbContextAsync(cancel);
                yield return await remove(context, old, cancel);
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Id;
            yield return 0;
        }
    }
}
