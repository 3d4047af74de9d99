using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A transaction for each message, or that of the consumer's outbox where it has the same context.</summary>
internal sealed class EntityFrameworkSagaContextFactory<TSaga, TContext>(
    TContext context, EntityFrameworkSagaOptions<TSaga> options, ISagaConsumeContextFactory<DbContext, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : DbContext
{
    public Task Send<T>(ConsumeContext<T> consumeContext, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        InTransactionAsync(consumeContext, () => next.Send(ContextOf(consumeContext)));

    public Task SendQuery<T>(ConsumeContext<T> consumeContext, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        InTransactionAsync(consumeContext, async () =>
        {
            var repository = ContextOf(consumeContext);
            var instances = await repository.FindAsync(query);
            await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repository, instances));
        });

    public void Probe(ProbeContext probe)
    {
        var scope = probe.CreateScope("sagaRepository");
        scope.Add("context", typeof(TContext).Name);
        scope.Add("concurrency", options.ConcurrencyMode.ToString());
    }

    private EntityFrameworkSagaContext<TSaga, T> ContextOf<T>(ConsumeContext<T> consumeContext)
        where T : class => new(context, options, consumeContext, factory);

    private Task InTransactionAsync(ConsumeContext consumeContext, Func<Task> act)
    {
        if (consumeContext.TryGetPayload<SharedTransaction>(out var shared) && ReferenceEquals(shared.Context, context))
        {
            return act();
        }

        // EF's own retries begin the whole transaction again.
        return context.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(options.IsolationLevel, cancel);
                await act();
                await transaction.CommitAsync(cancel);
            },
            consumeContext.CancellationToken);
    }
}
