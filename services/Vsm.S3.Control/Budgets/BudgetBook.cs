using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Budgets;

/// <summary>Which VSM instances and System 1s have accounts, at most a second old, so that tasks without any need no look of their own.</summary>
internal sealed class BudgetBook(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Copy _copy = new([], DateTimeOffset.MinValue);

    public async Task<IReadOnlySet<string>> KeysAsync(ControlDbContext db, CancellationToken cancel)
    {
        var copy = _copy;
        return clock.GetUtcNow() - copy.At < Age ? copy.Keys : await RefreshAsync(db, cancel);
    }

    /// <summary>Makes the next look read what is stored.</summary>
    public void Invalidate() => _copy = new Copy(_copy.Keys, DateTimeOffset.MinValue);

    public void Dispose() => _refreshing.Dispose();

    private async Task<IReadOnlySet<string>> RefreshAsync(ControlDbContext db, CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            var now = clock.GetUtcNow();
            if (now - _copy.At < Age)
            {
                return _copy.Keys; // another one was faster
            }

            var keys = await db.Budgets.AsNoTracking().Where(x => x.Kind != BudgetKind.Task).Select(x => x.Key).ToListAsync(cancel);
            _copy = new Copy([.. keys], now);
            return _copy.Keys;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private sealed record Copy(HashSet<string> Keys, DateTimeOffset At);
}
