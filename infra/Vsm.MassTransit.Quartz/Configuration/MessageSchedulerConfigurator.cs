using System.Data.Common;

namespace MassTransit.QuartzIntegration;

internal sealed class MessageSchedulerConfigurator : IMessageSchedulerConfigurator
{
    public MessageSchedulerOptions Options { get; } = new();

    public SchedulerDatabase? Database { get; private set; }

    public void UseInMemoryStore() => Database = null;

    public void UsePostgres(DbProviderFactory factory, string connectionString, string schema) =>
        Database = new SchedulerDatabase(factory, connectionString, schema, isPostgres: true);

    public void UseSqlServer(DbProviderFactory factory, string connectionString, string schema) =>
        Database = new SchedulerDatabase(factory, connectionString, schema, isPostgres: false);
}
