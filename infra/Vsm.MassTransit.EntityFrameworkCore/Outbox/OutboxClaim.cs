using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The outboxes that one delivery has for a while.</summary>
internal sealed class OutboxClaim(DbContext context, Guid lockId, DateTime now, TimeSpan lease)
{
    private readonly DbSet<OutboxState> _outboxes = context.Set<OutboxState>();
    private readonly DbSet<OutboxMessage> _messages = context.Set<OutboxMessage>();

    public DateTime Until { get; } = now + lease;

    /// <summary>Takes what is due and nobody has, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> TakeAsync(int limit, CancellationToken cancel)
    {
        var due = await Due().OrderBy(x => x.Created).Select(x => x.OutboxId).Take(limit).ToListAsync(cancel);
        if (due.Count == 0)
        {
            return [];
        }

        // Asked again with the change: another may have been faster.
        await Due().Where(x => due.Contains(x.OutboxId))
            .ExecuteUpdateAsync(x => x.SetProperty(y => y.LockId, lockId).SetProperty(y => y.LockedUntil, Until), cancel);
        return await Mine().Select(x => x.OutboxId).ToListAsync(cancel);
    }

    public Task<List<OutboxMessage>> MessagesAsync(IReadOnlyList<Guid> claimed, int limit, CancellationToken cancel) => _messages.AsNoTracking()
        .Where(x => x.OutboxId != null && claimed.Contains(x.OutboxId.Value))
        .OrderBy(x => x.SequenceNumber)
        .Take(Math.Max(limit, claimed.Count))
        .ToListAsync(cancel);

    public async Task RemoveAsync(IReadOnlyCollection<long> sent, CancellationToken cancel)
    {
        if (sent.Count > 0)
        {
            await _messages.Where(x => sent.Contains(x.SequenceNumber)).ExecuteDeleteAsync(cancel);
        }
    }

    public Task<int> AttemptsAsync(Guid outboxId) => Mine().Where(x => x.OutboxId == outboxId).Select(x => x.Attempts).SingleOrDefaultAsync();

    public Task PostponeAsync(Guid outboxId, int attempts, TimeSpan pause, bool quarantine, string failure) => Mine().Where(x => x.OutboxId == outboxId)
        .ExecuteUpdateAsync(x => x
            .SetProperty(y => y.Attempts, attempts)
            .SetProperty(y => y.NextAttempt, now + pause)
            .SetProperty(y => y.Quarantined, quarantine ? now : (DateTime?)null)
            .SetProperty(y => y.Failure, failure)
            .SetProperty(y => y.LockId, (Guid?)null)
            .SetProperty(y => y.LockedUntil, (DateTime?)null));

    /// <summary>Removes what is empty, and leaves the rest to whoever comes next.</summary>
    public async Task LeaveAsync(CancellationToken cancel)
    {
        await Mine().Where(x => !_messages.Any(y => y.OutboxId == x.OutboxId)).ExecuteDeleteAsync(cancel);
        await Mine().ExecuteUpdateAsync(x => x.SetProperty(y => y.LockId, (Guid?)null).SetProperty(y => y.LockedUntil, (DateTime?)null), cancel);
    }

    private IQueryable<OutboxState> Mine() => _outboxes.Where(x => x.LockId == lockId);

    private IQueryable<OutboxState> Due() => _outboxes.Where(x =>
        x.Quarantined == null && (x.LockedUntil == null || x.LockedUntil < now) && (x.NextAttempt == null || x.NextAttempt <= now));
}
