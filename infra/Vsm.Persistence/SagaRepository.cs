using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;

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
        where TContext : FunctionDbContext
    {
        configurator.Repository(x =>
        {
            x.AddGroupCommit<TContext>();
            x.AddSingleton<SagaLoader<TSaga, TContext>>();
            x.RegisterSagaRepository<TSaga, TContext, SagaConsumeContextFactory<TContext, TSaga>, SagaContextFactory<TSaga, TContext>>();
            x.RegisterLoadSagaRepository<TSaga, LoadContextFactory<TSaga, TContext>>();
        });
        return configurator;
    }
}

internal sealed class SagaContextFactory<TSaga, TContext>(
    TContext context, SagaLoader<TSaga, TContext> loader, GroupCommit<TContext> commit, ISagaConsumeContextFactory<TContext, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : FunctionDbContext
{
    public Task Send<T>(ConsumeContext<T> consumeContext, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        next.Send(new SagaContext<TSaga, TContext, T>(context, loader, commit, consumeContext, factory));

    public Task SendQuery<T>(ConsumeContext<T> consumeContext, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException($"{typeof(TSaga).Name} is found by its id; correlate {typeof(T).Name} by id too.");

    public void Probe(ProbeContext probe) => probe.CreateScope("sagaRepository").Add("context", typeof(TContext).Name);
}

internal sealed class SagaContext<TSaga, TContext, TMessage>(
    TContext context, SagaLoader<TSaga, TContext> loader, GroupCommit<TContext> commit, ConsumeContext<TMessage> consumeContext,
    ISagaConsumeContextFactory<TContext, TSaga> factory)
    : ConsumeContextScope<TMessage>(consumeContext, context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TContext : FunctionDbContext
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _consumeContext = consumeContext;
    private readonly IEntityType _type = context.Model.FindEntityType(typeof(TSaga))!;
    private IReadOnlyList<object?> _loaded = [];

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        factory.CreateSagaConsumeContext(context, _consumeContext, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        var entry = context.Add(instance);
        try
        {
            await context.SaveChangesAsync(CancellationToken);
            entry.State = EntityState.Detached;
            _loaded = Change.TokensOf(instance, _type);
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
        var instance = await loader.LoadAsync(correlationId, CancellationToken);
        if (instance is null)
        {
            return null!;
        }

        _loaded = Change.TokensOf(instance, _type);
        CrashPoint.Reached("loaded");
        return await factory.CreateSagaConsumeContext(context, _consumeContext, instance, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<TSaga> saga) => CommitAsync(saga.Saga, EntityState.Added);

    public Task Update(SagaConsumeContext<TSaga> saga) => CommitAsync(saga.Saga, EntityState.Modified);

    public Task Delete(SagaConsumeContext<TSaga> saga) => CommitAsync(saga.Saga, EntityState.Deleted);

    public Task Discard(SagaConsumeContext<TSaga> saga) => Undo(saga);

    public Task Undo(SagaConsumeContext<TSaga> saga)
    {
        context.ChangeTracker.Clear();
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        factory.CreateSagaConsumeContext(context, consumeContext, instance, mode);

    private async Task CommitAsync(TSaga saga, EntityState state)
    {
        CrashPoint.Reached("committing");
        await commit.SaveAsync(context, new Change(saga, _type, state, _loaded));
        CrashPoint.Reached("committed");
    }
}

/// <summary>Loads sagas, those that are wanted at the same time with one query. What it gives out is not tracked.</summary>
internal sealed class SagaLoader<TSaga, TContext>
    where TSaga : class, ISaga
    where TContext : FunctionDbContext
{
    private static readonly Func<TContext, Guid[], IAsyncEnumerable<TSaga>> Query = EF.CompileAsyncQuery(
        (TContext context, Guid[] ids) => context.Set<TSaga>().AsNoTracking().Where(x => ids.Contains(x.CorrelationId)));

    private readonly IDbContextFactory<TContext> _contexts;
    private readonly Batcher<Guid, TSaga?> _batcher;

    public SagaLoader(IDbContextFactory<TContext> contexts, IStoreProvider store)
    {
        _contexts = contexts;
        _batcher = new Batcher<Guid, TSaga?>(store.GroupSize, LoadAsync);
    }

    public Task<TSaga?> LoadAsync(Guid id, CancellationToken cancel) => _batcher.AskAsync(id).WaitAsync(cancel);

    private async Task<IReadOnlyList<TSaga?>> LoadAsync(IReadOnlyList<Guid> ids)
    {
        await using var context = await _contexts.CreateDbContextAsync();
        var byId = new Dictionary<Guid, TSaga>(ids.Count);
        await foreach (var saga in Query(context, [.. ids]))
        {
            byId.Add(saga.CorrelationId, saga);
        }

        var loaded = new TSaga?[ids.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            // Two messages of one saga at once each get an instance of their own.
            loaded[i] = byId.Remove(ids[i], out var first)
                ? first
                : ids.Take(i).Contains(ids[i]) ? await context.Set<TSaga>().AsNoTracking().SingleOrDefaultAsync(x => x.CorrelationId == ids[i]) : null;
        }

        return loaded;
    }
}

internal sealed class LoadContextFactory<TSaga, TContext>(TContext context) : ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : FunctionDbContext
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
