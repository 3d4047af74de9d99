using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Http;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Upgrades;

/// <summary>Loads every task that is under way as this version reads it, and says with which it could not go on.</summary>
internal sealed class SagaCheck(
    IDbContextFactory<ControlDbContext> contexts, IStoreProvider store, TaskStateMachine machine, IOptions<SagaOptions> options)
{
    public const int MostBlocked = 1000;
    private const int PageSize = 500;

    /// <summary>Looks at all of them, in the order of their ids.</summary>
    public async Task<SagaCheckView> CheckAsync(CancellationToken cancel)
    {
        var missing = await MissingMigrationsAsync(cancel);
        var blocked = new List<BlockedSaga>();
        var seen = 0;
        for (var last = Guid.Empty; missing.Count == 0;)
        {
            var ids = await NextAsync(last, cancel);
            blocked.AddRange((await AgainstAsync(ids, cancel)).Take(MostBlocked - blocked.Count));
            seen += ids.Count;
            if (ids.Count < PageSize)
            {
                break;
            }

            last = ids[^1];
        }

        return new SagaCheckView { MissingMigrations = missing, Checked = seen, Blocked = blocked };
    }

    private async Task<IReadOnlyList<string>> MissingMigrationsAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return db.Database.IsRelational() ? [.. await db.Database.GetPendingMigrationsAsync(cancel)] : [];
    }

    // Only what every version has had: what cannot be read must still be found.
    private async Task<List<Guid>> NextAsync(Guid last, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Tasks.Where(x => x.CorrelationId > last && (x.EndedAt == null || x.DueAt != null))
            .OrderBy(x => x.CorrelationId).Select(x => x.CorrelationId).Take(PageSize).ToListAsync(cancel);
    }

    private async Task<List<BlockedSaga>> AgainstAsync(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            var tasks = await db.Tasks.AsNoTracking().Where(x => ids.Contains(x.CorrelationId)).ToListAsync(cancel);
            return [.. tasks.Select(x => Blocked(x.CorrelationId, x.CurrentState, SagaRules.Against(machine, x))).OfType<BlockedSaga>()];
        }
        catch (Exception exception) when (IsContent(exception, cancel))
        {
            if (ids.Count == 1 || !await CanReadTableAsync(cancel))
            {
                return [.. ids.Select(x => Blocked(x, null, $"Its row cannot be read: {exception.GetBaseException().Message}")!)];
            }

            // One row that cannot be read keeps all of its page from being read: each half tells more.
            return [.. await AgainstAsync([.. ids.Take(ids.Count / 2)], cancel), .. await AgainstAsync([.. ids.Skip(ids.Count / 2)], cancel)];
        }
    }

    // What fails without any row, such as a column that is not there, fails with each of them.
    private async Task<bool> CanReadTableAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            await db.Tasks.AsNoTracking().Where(x => x.CorrelationId == Guid.Empty).ToListAsync(cancel);
            return true;
        }
        catch (Exception exception) when (IsContent(exception, cancel))
        {
            return false;
        }
    }

    private bool IsContent(Exception exception, CancellationToken cancel) => !cancel.IsCancellationRequested && !store.IsUnavailable(exception);

    private BlockedSaga? Blocked(Guid id, string? state, string? reason) => reason is null
        ? null
        : new BlockedSaga { Id = id, State = state, Reason = reason, Waived = options.Value.WaivedIds().Contains(id) };
}
