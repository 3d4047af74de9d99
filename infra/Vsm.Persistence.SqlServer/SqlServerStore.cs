using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence.SqlServer;

/// <summary>State in SQL Server, a schema for each function.</summary>
public sealed partial class SqlServerStore : IStoreProvider
{
    private readonly SqlServerConnections _connections;
    private readonly Numbers _numbers;
    private readonly Leases _leases;
    private readonly ConcurrentDictionary<(IEntityType, EntityState), BulkStatement?> _statements = new();

    public SqlServerStore(IOptions<StoreOptions> options)
    {
        _connections = new SqlServerConnections(options.Value.Database.ConnectionString);
        _numbers = new Numbers(_connections, GroupSize);
        _leases = new Leases(_connections);
    }

    public int GroupSize => 32;

    public void Configure(DbContextOptionsBuilder options, string schema) => options
        .UseSqlServer(_connections.ConnectionString, x => x.MigrationsHistoryTable("__migrations", schema))
        .ReplaceService<IMigrationsAssembly, SqlServerMigrations>();

    public void Adapt(IMutableModel model) => SqlServerModel.Adapt(model);

    public Task MigrateAsync(DbContext context, string schema, CancellationToken cancel) => _connections.RunAsync(
        async connection =>
        {
            // A lock of the session: held by this connection over all migrations, freed by the server should this process end.
            await using (var take = MigrationLock.Take(connection, schema))
            {
                await take.ExecuteNonQueryAsync(cancel);
            }

            try
            {
                await context.Database.MigrateAsync(cancel);
            }
            finally
            {
                await using var free = MigrationLock.Free(connection, schema);
                await free.ExecuteNonQueryAsync(CancellationToken.None);
            }

            return true;
        },
        cancel);

    public Task<int> NextNumberAsync(DbContext context, string schema, string sequence, CancellationToken cancel) =>
        _numbers.NextAsync($"{Quote(schema)}.{Quote($"{sequence}_numbers")}", cancel);

    public async Task<bool> TrySaveAsync(DbContext context, IReadOnlyList<Change> changes)
    {
        var groups = BulkSave.Of(changes, x => _statements.GetOrAdd(x, BulkStatement.For));
        if (groups is null)
        {
            return false;
        }

        try
        {
            return await _connections.RunAsync(
                async connection =>
                {
                    await using var command = groups.CommandOn(connection);
                    await command.ExecuteNonQueryAsync();
                    return true;
                },
                CancellationToken.None);
        }
        catch (SqlException exception) when (!IsUnavailable(exception))
        {
            return false;
        }
    }

    public bool IsDuplicate(Exception exception) => exception is DbUpdateException { InnerException: SqlException inner } && SqlServerErrors.IsDuplicate(inner);

    public bool IsConflict(Exception exception) => exception is SqlException failure && SqlServerErrors.IsConflict(failure);

    public Task<bool> TakeLeaseAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel) =>
        _leases.TakeAsync(Quote(schema), name, holder, length, cancel);

    public bool IsUnavailable(Exception exception) => exception switch
    {
        SqlException failure => SqlServerErrors.IsAway(failure),
        // No connection of the pool became free in time, or the one in use was lost. It has neither a number nor a type of its own.
        InvalidOperationException { InnerException: null, Source: "Microsoft.Data.SqlClient" } => true,
        { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };

    private static string Quote(string name) => PlainName().IsMatch(name)
        ? $"[{name}]"
        : throw new ArgumentException($"'{name}' is no name for a schema or sequence: letters, digits, '-', '_' and '.' make one.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_.-]{0,80}\z")]
    private static partial Regex PlainName();
}
