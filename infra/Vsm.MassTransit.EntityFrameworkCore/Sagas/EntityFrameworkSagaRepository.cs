using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>Repositories for endpoints that are set up by hand, without a container: each message has a context of its own.</summary>
/// <typeparam name="TSaga">The saga, which the contexts map.</typeparam>
public static class EntityFrameworkSagaRepository<TSaga>
    where TSaga : class, ISaga
{
    /// <summary>Of two messages of a saga at a time, the later one fails on the row's concurrency token and has to be tried again.</summary>
    public static ISagaRepository<TSaga> CreateOptimistic(
        Func<DbContext> dbContextFactory, Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null) =>
        Create(dbContextFactory, new EntityFrameworkSagaOptions<TSaga> { ConcurrencyMode = ConcurrencyMode.Optimistic }, queryCustomization);

    /// <summary>A row is locked when it is read; SQL Server's way, unless another is given.</summary>
    public static ISagaRepository<TSaga> CreatePessimistic(
        Func<DbContext> dbContextFactory, ILockStatementProvider? lockStatementProvider = null, Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization = null)
    {
        var options = new EntityFrameworkSagaOptions<TSaga> { ConcurrencyMode = ConcurrencyMode.Pessimistic };
        options.LockStatementProvider = lockStatementProvider ?? options.LockStatementProvider;
        return Create(dbContextFactory, options, queryCustomization);
    }

    private static SagaRepository<TSaga> Create(
        Func<DbContext> dbContextFactory, EntityFrameworkSagaOptions<TSaga> options, Func<IQueryable<TSaga>, IQueryable<TSaga>>? queryCustomization)
    {
        options.Customize = queryCustomization ?? options.Customize;
        var contexts = new OwnedSagaContexts<TSaga>(dbContextFactory, options);
        return new SagaRepository<TSaga>(contexts, contexts, contexts);
    }
}
