using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.Persistence;
using Vsm.Persistence.Retention;

namespace Vsm.Dashboard.Data;

/// <summary>
/// Stored content that was not used for as long as finished tasks are kept and then some, and that no kept task refers to. Only when there is any are the tasks
/// looked through.
/// </summary>
internal sealed class ContentRetention(TimeSpan? keep, IContentObjects objects) : IRetentionRule<DashboardDbContext>
{
    /// <summary>From handing content in to the task that refers to it, and over what the read model has yet to learn.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private const int MostAtOnce = 10_000;
    private const int PageSize = 1000;

    public string What => "content";

    public TimeSpan? Keep => keep + Margin;

    /// <summary>The rule by the settings. Who forgets its tasks on exit does not know what others need in the folder of a user.</summary>
    public static ContentRetention Of(IServiceProvider services, RetentionOptions options)
    {
        var knows = services.GetRequiredService<IOptions<StoreOptions>>().Value.Store != Store.InMemory
            || services.GetRequiredService<IOptions<ContentOptions>>().Value.Store is not null;
        return new ContentRetention(knows ? options.FinishedTasks : null, services.GetRequiredService<IContentObjects>());
    }

    public async IAsyncEnumerable<int> RemoveAsync(
        IDbContextFactory<DashboardDbContext> contexts, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        await objects.RemoveLeftoversAsync(cancel);
        var old = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var sha256 in objects.UnusedSinceAsync(before, cancel))
        {
            if (old.Add(sha256) && old.Count == MostAtOnce)
            {
                break;
            }
        }

        for (var last = Guid.Empty; old.Count > 0;)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var page = await context.Tasks.AsNoTracking().Where(x => x.Id > last).OrderBy(x => x.Id).Take(PageSize)
                .Select(x => new TaskContents(x.Id, x.References, x.OutputReference)).ToListAsync(cancel);
            foreach (var used in page.SelectMany(x => x.Hashes).Where(old.Remove))
            {
                await objects.TouchAsync(used, cancel);
            }

            yield return 0;
            if (page.Count < PageSize)
            {
                break;
            }

            last = page[^1].Id;
        }

        foreach (var sha256 in old)
        {
            yield return await objects.RemoveAsync(sha256, before, cancel) ? 1 : 0;
        }
    }

    private sealed record TaskContents(Guid Id, IReadOnlyList<Contracts.Operations.ContentReference> References, Contracts.Operations.ContentReference? Output)
    {
        public IEnumerable<string> Hashes => (Output is null ? References : References.Append(Output)).Select(x => ContentAddress.HashOf(x.Uri)).OfType<string>();
    }
}
