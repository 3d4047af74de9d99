using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>Sagas as rows of a context.</summary>
public interface IEntityFrameworkSagaRepositoryConfigurator
{
    /// <summary>
    /// <see cref="ConcurrencyMode.Pessimistic"/> unless set: a row is locked when it is read. Optimistic, the later one of two messages fails on the row's
    /// concurrency token and has to be tried again.
    /// </summary>
    ConcurrencyMode ConcurrencyMode { set; }

    /// <summary>Of the transaction of a message; <see cref="IsolationLevel.ReadCommitted"/>, under which locked rows need no retries.</summary>
    IsolationLevel IsolationLevel { set; }

    ILockStatementProvider LockStatementProvider { set; }

    /// <summary>Registers a context, and uses it.</summary>
    void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null)
        where TContext : DbContext
        where TImplementation : DbContext, TContext;

    /// <summary>Uses a context that is registered.</summary>
    void ExistingDbContext<TContext>()
        where TContext : DbContext;
}

/// <inheritdoc/>
public interface IEntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator
    where TSaga : class, ISaga
{
    /// <summary>Such as to include what belongs to a saga.</summary>
    void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization);
}
