using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;

namespace MassTransit;

/// <summary>Sagas in an Entity Framework context.</summary>
public static class EntityFrameworkCoreSagaRepositoryRegistrationExtensions
{
    public static ISagaRegistrationConfigurator<T> EntityFrameworkRepository<T>(
        this ISagaRegistrationConfigurator<T> configurator, Action<IEntityFrameworkSagaRepositoryConfigurator<T>>? configure = null)
        where T : class, ISaga
    {
        var repository = new EntityFrameworkSagaRepositoryConfigurator<T>();
        configure?.Invoke(repository);
        repository.Register(configurator);
        return configurator;
    }

    /// <summary>For all sagas that name no repository.</summary>
    public static void SetEntityFrameworkSagaRepositoryProvider(
        this IRegistrationConfigurator configurator, Action<IEntityFrameworkSagaRepositoryConfigurator>? configure = null) =>
        configurator.SetSagaRepositoryProvider(new Provider(configure));

    public static void SetOptimisticConcurrency(this IEntityFrameworkSagaRepositoryConfigurator configurator) =>
        configurator.ConcurrencyMode = ConcurrencyMode.Optimistic;

    public static IEntityFrameworkSagaRepositoryConfigurator UsePostgres(this IEntityFrameworkSagaRepositoryConfigurator configurator, bool enableSchemaCaching = true)
    {
        configurator.LockStatementProvider = new PostgresLockStatementProvider(enableSchemaCaching);
        return configurator;
    }

    public static IEntityFrameworkSagaRepositoryConfigurator UseSqlServer(this IEntityFrameworkSagaRepositoryConfigurator configurator, bool enableSchemaCaching = true)
    {
        configurator.LockStatementProvider = new SqlServerLockStatementProvider(enableSchemaCaching);
        return configurator;
    }

    private sealed class Provider(Action<IEntityFrameworkSagaRepositoryConfigurator>? configure) : ISagaRepositoryRegistrationProvider
    {
        public void Configure<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator)
            where TSaga : class, ISaga => configurator.EntityFrameworkRepository(x => configure?.Invoke(x));
    }
}
