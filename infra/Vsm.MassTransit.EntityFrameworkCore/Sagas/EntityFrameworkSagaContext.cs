using MassTransit.Context;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The sagas of one message.</summary>
internal sealed class EntityFrameworkSagaContext<TSaga, TMessage>(
    DbContext context, EntityFrameworkSagaOptions<TSaga> options, ConsumeContext<TMessage> consumeContext, ISagaConsumeContextFactory<DbContext, TSaga> factory)
    : ConsumeContextScope<TMessage>(consumeContext, context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _consumeContext = consumeContext;
    private readonly DbSet<TSaga> _sagas = context.Set<TSaga>();

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) => CreateSagaConsumeContext(_consumeContext, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        var entry = _sagas.Add(instance);
        try
        {
            // EF sets a savepoint, so a failure leaves the transaction as it was.
            await context.SaveChangesAsync(CancellationToken);
            return await CreateSagaConsumeContext(_consumeContext, instance, SagaConsumeContextMode.Insert);
        }
        catch (DbUpdateException)
        {
            // Another message came first; what that one made is loaded next.
            entry.State = EntityState.Detached;
            return null!;
        }
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        await FindAsync(correlationId) is { } instance ? await CreateSagaConsumeContext(_consumeContext, instance, SagaConsumeContextMode.Load) : null!;

    public Task Save(SagaConsumeContext<TSaga> saga)
    {
        _sagas.Add(saga.Saga);
        return context.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<TSaga> saga) => context.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<TSaga> saga)
    {
        _sagas.Remove(saga.Saga);
        return context.SaveChangesAsync(CancellationToken);
    }

    // Never stored, so there is nothing to forget.
    public Task Discard(SagaConsumeContext<TSaga> saga) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> saga)
    {
        context.Entry(saga.Saga).State = EntityState.Detached;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        factory.CreateSagaConsumeContext(context, consumeContext, instance, mode);

    /// <summary>All that fit, locked one after the other in the order of their ids; one that is gone or fits no more by then is left out.</summary>
    public async Task<IReadOnlyList<TSaga>> FindAsync(ISagaQuery<TSaga> query)
    {
        var fitting = options.Customize(_sagas).Where(query.FilterExpression);
        if (options.ConcurrencyMode == ConcurrencyMode.Optimistic)
        {
            return await fitting.ToListAsync(CancellationToken);
        }

        var filter = query.GetFilter();
        var instances = new List<TSaga>();
        foreach (var id in await fitting.OrderBy(x => x.CorrelationId).Select(x => x.CorrelationId).ToListAsync(CancellationToken))
        {
            if (await FindAsync(id) is { } instance && filter(instance))
            {
                instances.Add(instance);
            }
        }

        return instances;
    }

    private async Task<TSaga?> FindAsync(Guid correlationId)
    {
        if (options.ConcurrencyMode == ConcurrencyMode.Optimistic)
        {
            return await options.Customize(_sagas).SingleOrDefaultAsync(x => x.CorrelationId == correlationId, CancellationToken);
        }

        // What the context has read before, it would give back unchanged.
        var known = _sagas.Local.FindEntry(correlationId);
        var statement = options.LockStatementProvider.GetRowLockStatement<TSaga>(context);
        var found = await options.Customize(_sagas.FromSqlRaw(statement, correlationId)).ToListAsync(CancellationToken);
        if (found is not [var instance])
        {
            return null;
        }

        if (known is not null)
        {
            await known.ReloadAsync(CancellationToken);
        }

        return instance;
    }
}
