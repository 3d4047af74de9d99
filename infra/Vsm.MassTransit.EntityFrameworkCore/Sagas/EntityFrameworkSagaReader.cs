using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Reads sagas outside of messages, as tests and pages do.</summary>
internal sealed class EntityFrameworkSagaReader<TSaga, TContext>(TContext context, EntityFrameworkSagaOptions<TSaga> options)
    : ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TContext : DbContext
{
    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class => asyncMethod(new Reading(context, options, cancellationToken));

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class => asyncMethod(new Reading(context, options, cancellationToken));

    public void Probe(ProbeContext probe) => probe.CreateScope("sagaRepository").Add("context", typeof(TContext).Name);

    private sealed class Reading(TContext context, EntityFrameworkSagaOptions<TSaga> options, CancellationToken cancel)
        : BasePipeContext(cancel), LoadSagaRepositoryContext<TSaga>, QuerySagaRepositoryContext<TSaga>
    {
        public async Task<TSaga> Load(Guid correlationId) =>
            (await options.Customize(context.Set<TSaga>().AsNoTracking()).SingleOrDefaultAsync(x => x.CorrelationId == correlationId, CancellationToken))!;

        public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken) =>
            new LoadedSagaRepositoryQueryContext<TSaga>(
                this, await options.Customize(context.Set<TSaga>().AsNoTracking()).Where(query.FilterExpression).ToListAsync(cancellationToken));
    }
}
