using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Vsm.Persistence.PostgreSql;

/// <summary>State in PostgreSQL, a schema for each function.</summary>
public sealed partial class PostgreSqlStore : IStoreProvider, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ConcurrentDictionary<string, Batcher<bool, int>> _sequences = new();
    private readonly ConcurrentDictionary<(IEntityType, EntityState), BulkStatement> _statements = new();
    private readonly Leases _leases;

    public PostgreSqlStore(IOptions<StoreOptions> options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Value.Database.ConnectionString)
        {
            // Settings of a session stay as they are at its start, and resetting them costs a round trip for every use of a connection.
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            ApplicationName = "vsm",
        };
        var source = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        source.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
        _source = source.Build();
        _leases = new Leases(_source);
    }

    public void Configure(DbContextOptionsBuilder options, string schema) =>
        options.UseNpgsql(_source, x => x.MigrationsHistoryTable("__migrations", schema)).ReplaceService<IMigrationsAssembly, PostgreSqlMigrations>();

    public void Adapt(IMutableModel model)
    {
        // What the models say is what PostgreSQL makes of it by itself.
    }

    public async Task MigrateAsync(DbContext context, string schema, CancellationToken cancel)
    {
        // A lock of the session: held by this connection over all migrations, freed by the server should this process end.
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using (var take = new NpgsqlCommand("select pg_advisory_lock(hashtext($1))", connection) { CommandTimeout = 0, Parameters = { new() { Value = $"vsm.migrations.{schema}" } } })
        {
            await take.ExecuteNonQueryAsync(cancel);
        }

        try
        {
            await context.Database.MigrateAsync(cancel);
        }
        finally
        {
            await using var free = new NpgsqlCommand("select pg_advisory_unlock(hashtext($1))", connection) { Parameters = { new() { Value = $"vsm.migrations.{schema}" } } };
            await free.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    public int GroupSize => 32;

    public Task<int> NextNumberAsync(DbContext context, string schema, string sequence, CancellationToken cancel)
    {
        var name = $"{Quote(schema)}.{Quote($"{sequence}_numbers")}";
        return _sequences.GetOrAdd(name, NumbersOf).AskAsync(true).WaitAsync(cancel);
    }

    /// <summary>
    /// What is asked here has an index. A plan that was prepared while its table was empty would read the whole table until the first ANALYZE, and as reading
    /// it is what costs beyond all others then, nothing may be compiled for its sake.
    /// </summary>
    private static NpgsqlCommand Settings(NpgsqlConnection connection) => new("set enable_seqscan = off; set jit = off", connection);

    private static void Prepare(NpgsqlConnection connection)
    {
        using var settings = Settings(connection);
        settings.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var settings = Settings(connection);
        await settings.ExecuteNonQueryAsync();
    }

    private Batcher<bool, int> NumbersOf(string name)
    {
        var made = false;
        return new Batcher<bool, int>(GroupSize, async asked =>
        {
            if (!made)
            {
                await CreateSequenceAsync(name, CancellationToken.None);
                made = true;
            }

            await using var command = _source.CreateCommand($"select nextval('{name}')::int from generate_series(1, $1)");
            command.Parameters.Add(new() { Value = asked.Count });
            var numbers = new List<int>(asked.Count);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                numbers.Add(reader.GetInt32(0));
            }

            return numbers;
        });
    }

    private async Task CreateSequenceAsync(string name, CancellationToken cancel)
    {
        try
        {
            await using var create = _source.CreateCommand($"create sequence if not exists {name}");
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable)
        {
            // "if not exists" does not see what another session is just making; by now that is there.
        }
    }

    public async Task<bool> TrySaveAsync(DbContext context, IReadOnlyList<Change> changes)
    {
        if (changes.Any(x => x.State is not (EntityState.Added or EntityState.Modified)))
        {
            return false;
        }

        // A batch without a transaction around it is one, and takes one round trip.
        await using var batch = _source.CreateBatch();
        foreach (var alike in changes.GroupBy(x => (x.Type, x.State)))
        {
            var statement = _statements.GetOrAdd(alike.Key, x => x.Item2 == EntityState.Added ? BulkStatement.Insert(x.Item1) : BulkStatement.Update(x.Item1));
            batch.BatchCommands.Add(statement.CommandFor([.. alike]));
        }

        try
        {
            await batch.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException exception) when (!IsUnavailable(exception))
        {
            return false;
        }
    }

    public bool IsDuplicate(Exception exception) =>
        exception is DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } };

    // Its failures have a SQLSTATE.
    public bool IsConflict(Exception exception) => false;

    public async Task<bool> TakeLeaseAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel)
    {
        try
        {
            return await _leases.TakeAsync(Quote(schema), name, holder, length, cancel);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            await _leases.CreateAsync(Quote(schema), cancel);
            return await _leases.TakeAsync(Quote(schema), name, holder, length, cancel);
        }
    }

    public bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException x => x.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.InvalidCatalogName, // whoever sets up the server may not have made the database yet
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => true,
        { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string Quote(string name) => PlainName().IsMatch(name)
        ? $"\"{name}\""
        : throw new ArgumentException($"'{name}' is no name for a schema or sequence: letters, digits, '-', '_' and '.' make one.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_.-]{0,80}\z")]
    private static partial Regex PlainName();
}
