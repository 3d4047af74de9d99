using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Makes a context for each message and each reading, and ends it after.</summary>
internal sealed class OwnedSagaContexts<TSaga>(Func<DbContext> create, EntityFrameworkSagaOptions<TSaga> options)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    private readonly SagaConsumeContextFactory<DbContext, TSaga> _factory = new();

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        await using var owned = create();
        await new EntityFrameworkSagaContextFactory<TSaga, DbContext>(owned, options, _factory).Send(context, next);
    }

    public async Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class
    {
        await using var owned = create();
        await new EntityFrameworkSagaContextFactory<TSaga, DbContext>(owned, options, _factory).SendQuery(context, query, next);
    }

    public async Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class
    {
        await using var owned = create();
        return await new EntityFrameworkSagaReader<TSaga, DbContext>(owned, options).Execute(asyncMethod, cancellationToken);
    }

    public async Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class
    {
        await using var owned = create();
        return await new EntityFrameworkSagaReader<TSaga, DbContext>(owned, options).Execute(asyncMethod, cancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateScope("sagaRepository").Add("concurrency", options.ConcurrencyMode.ToString());
}
