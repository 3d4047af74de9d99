using System.Data.Common;

namespace MassTransit;

/// <summary>Where timers are kept; in memory unless something else is said.</summary>
public interface IMessageSchedulerConfigurator
{
    MessageSchedulerOptions Options { get; }

    /// <summary>Lost with the process.</summary>
    void UseInMemoryStore();

    /// <summary>In tables <c>qrtz_…</c> of a schema, which are made at the start where they are missing. All processes on it share the work.</summary>
    void UsePostgres(DbProviderFactory factory, string connectionString, string schema = "scheduler");

    /// <inheritdoc cref="UsePostgres"/>
    void UseSqlServer(DbProviderFactory factory, string connectionString, string schema = "scheduler");
}
