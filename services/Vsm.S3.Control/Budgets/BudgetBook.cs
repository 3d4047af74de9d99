using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Budgets;

/// <summary>Which VSM instances and System 1s have accounts, at most a second old, so that tasks without any need no look of their own.</summary>
internal sealed class BudgetBook(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private volatile Copy _copy = new([], DateTimeOffset.MinValue);

    public async Task<IReadOnlySet<string>> KeysAsync(ControlDbContext db, CancellationToken cancel)
    {
        var copy = _copy;
        var now = clock.GetUtcNow();
        if (now - copy.At >= Age)
        {
            var keys = await db.Budgets.AsNoTracking().Where(x => x.Kind != BudgetKind.Task).Select(x => x.Key).ToListAsync(cancel);
            _copy = copy = new Copy([.. keys], now);
        }

        return copy.Keys;
    }

    /// <summary>Makes the next look read what is stored.</summary>
    public void Invalidate() => _copy = new Copy(_copy.Keys, DateTimeOffset.MinValue);

    private sealed record Copy(HashSet<string> Keys, DateTimeOffset At);
}
