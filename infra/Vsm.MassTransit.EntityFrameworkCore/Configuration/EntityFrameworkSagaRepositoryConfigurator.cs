using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

internal sealed class EntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator<TSaga>
    where TSaga : class, ISaga
{
    private readonly EntityFrameworkSagaOptions<TSaga> _options = new();
    private readonly List<Action<ISagaRepositoryRegistrationConfigurator<TSaga>>> _registrations = [];

    public ConcurrencyMode ConcurrencyMode
    {
        set => _options.ConcurrencyMode = value;
    }

    public IsolationLevel IsolationLevel
    {
        set => _options.IsolationLevel = value;
    }

    public ILockStatementProvider LockStatementProvider
    {
        set => _options.LockStatementProvider = value;
    }

    public void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization) => _options.Customize = queryCustomization;

    public void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null)
        where TContext : DbContext
        where TImplementation : DbContext, TContext
    {
        _registrations.Add(x => x.AddDbContext<TContext, TImplementation>((provider, builder) => optionsAction?.Invoke(provider, (DbContextOptionsBuilder<TImplementation>)builder)));
        ExistingDbContext<TContext>();
    }

    public void ExistingDbContext<TContext>()
        where TContext : DbContext => _registrations.Add(x =>
    {
        x.TryAddSingleton(_options);
        x.RegisterSagaRepository<TSaga, DbContext, SagaConsumeContextFactory<DbContext, TSaga>, EntityFrameworkSagaContextFactory<TSaga, TContext>>();
        x.RegisterLoadSagaRepository<TSaga, EntityFrameworkSagaReader<TSaga, TContext>>();
        x.RegisterQuerySagaRepository<TSaga, EntityFrameworkSagaReader<TSaga, TContext>>();
    });

    public void Register(ISagaRegistrationConfigurator<TSaga> configurator)
    {
        if (_registrations.Count == 0)
        {
            throw new ConfigurationException($"The sagas {TypeCache<TSaga>.ShortName} have no context: call AddDbContext or ExistingDbContext.");
        }

        configurator.Repository(x => _registrations.ForEach(y => y(x)));
    }
}
