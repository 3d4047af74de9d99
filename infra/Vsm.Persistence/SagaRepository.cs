using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence;

/// <summary>
/// Sagas as entities of a function's context, optimistic: whatever a step changes through the same context goes with the saga into one
/// <c>SaveChanges</c>, and a version that has moved on makes it fail, to be tried again in a new scope.
/// </summary>
public static class SagaRepository
{
    /// <summary>Keeps the saga in <typeparamref name="TContext"/>, which has to know <typeparamref name="TSaga"/> with a concurrency token.</summary>
    public static ISagaRegistrationConfigurator<TSaga> StoredIn<TSaga, TContext>(this ISagaRegistrationConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
        where TContext : DbContext
    {
        configurator.Repository(x =>
        {
            x.RegisterSagaRepository<TSaga, TContext, SagaConsumeContextFactory<TContext, TSaga>, SagaContextFactory<TSaga, TContext>>();
            x.RegisterLoadSagaRepository<TSaga, LoadContextFactory<TSaga, TContext>>();
        });
        return configurator;
    }
}

internal sealed class SagaContextFactory<TSaga, TContext>(TContext context, ISagaConsumeContextFactory<TContext, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : DbContext
{
    public Task Send<T>(ConsumeContext<T> consumeContext, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        next.Send(new SagaContext<TSaga, TContext, T>(context, consumeContext, factory));

    public Task SendQuery<T>(ConsumeContext<T> consumeContext, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException($"{typeof(TSaga).Name} is found by its id; correlate {typeof(T).Name} by id too.");

    public void Probe(ProbeContext probe) => probe.CreateScope("sagaRepository").Add("context", typeof(TContext).Name);
}

internal sealed class SagaContext<TSaga, TContext, TMessage>(
    TContext context, ConsumeContext<TMessage> consumeContext, ISagaConsumeContextFactory<TContext, TSaga> factory)
    : ConsumeContextScope<TMessage>(consumeContext, context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TContext : DbContext
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _consumeContext = consumeContext;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance)
    {
        context.Add(instance);
        return factory.CreateSagaConsumeContext(context, _consumeContext, instance, SagaConsumeContextMode.Add);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        var entry = context.Add(instance);
        try
        {
            await context.SaveChangesAsync(CancellationToken);
            return await factory.CreateSagaConsumeContext(context, _consumeContext, instance, SagaConsumeContextMode.Insert);
        }
        catch (Exception exception) when (exception is DbUpdateException or ArgumentException)
        {
            // Another message came first; MassTransit loads what that one made (the in-memory store says ArgumentException).
            entry.State = EntityState.Detached;
            return null!;
        }
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        var instance = await context.Set<TSaga>().SingleOrDefaultAsync(x => x.CorrelationId == correlationId, CancellationToken);
        return instance is null ? null! : await factory.CreateSagaConsumeContext(context, _consumeContext, instance, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<TSaga> saga) => context.SaveChangesAsync(CancellationToken);

    public Task Update(SagaConsumeContext<TSaga> saga) => context.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<TSaga> saga)
    {
        context.Remove(saga.Saga);
        return context.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<TSaga> saga)
    {
        context.Entry(saga.Saga).State = EntityState.Detached;
        return Task.CompletedTask;
    }

    public Task Undo(SagaConsumeContext<TSaga> saga)
    {
        context.ChangeTracker.Clear();
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        factory.CreateSagaConsumeContext(context, consumeContext, instance, mode);
}

internal sealed class LoadContextFactory<TSaga, TContext>(TContext context) : ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : DbContext
{
    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class =>
        asyncMethod(new LoadContext(context, cancellationToken));

    public void Probe(ProbeContext probe) => probe.CreateScope("loadSagaRepository").Add("context", typeof(TContext).Name);

    private sealed class LoadContext(TContext context, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    {
        public Task<TSaga> Load(Guid correlationId) =>
            context.Set<TSaga>().AsNoTracking().SingleOrDefaultAsync(x => x.CorrelationId == correlationId, CancellationToken)!;
    }
}
