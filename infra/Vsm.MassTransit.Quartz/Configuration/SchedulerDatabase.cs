using System.Data.Common;
using System.Text.RegularExpressions;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>A database that keeps timers.</summary>
internal sealed partial class SchedulerDatabase
{
    private readonly DbProviderFactory _factory;
    private readonly string _connectionString;
    private readonly bool _isPostgres;

    public SchedulerDatabase(DbProviderFactory factory, string connectionString, string schema, bool isPostgres)
    {
        if (!PlainName().IsMatch(schema))
        {
            throw new ConfigurationException($"'{schema}' is no name for the scheduler's schema: lower-case letters, digits and '_' make one.");
        }

        (_factory, _connectionString, _isPostgres, Schema) = (factory, connectionString, isPostgres, schema);
    }

    public string Schema { get; }

    public string TablePrefix => $"{Schema}.qrtz_";

    /// <summary>Makes the schema where it is missing; safe to run in many processes at once.</summary>
    public string SchemaSql => _isPostgres
        ? $"create schema if not exists {Schema}"
        : $"if schema_id(N'{Schema}') is null exec(N'create schema [{Schema}]')";

    public string TimeSql => _isPostgres ? "select (clock_timestamp() at time zone 'utc')" : "select sysutcdatetime()";

    public void Use(IPersistentStoreBuilder store)
    {
        if (_isPostgres)
        {
            store.UsePostgres(_factory, _connectionString);
        }
        else
        {
            store.UseSqlServer(_factory, _connectionString);
        }
    }

    public async Task<object?> AskAsync(string sql, CancellationToken cancel)
    {
        await using var connection = _factory.CreateConnection() ?? throw new NotSupportedException($"{_factory.GetType()} makes no connections.");
        connection.ConnectionString = _connectionString;
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancel);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,60}\z")]
    private static partial Regex PlainName();
}
