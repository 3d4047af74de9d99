using Npgsql;

namespace Vsm.Testing;

/// <summary>A database of its own on the server of <c>VSM_TEST_POSTGRES</c>, gone in the end.</summary>
public sealed class PrivateDatabase : IAsyncDisposable
{
    private readonly string _server;

    private PrivateDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<PrivateDatabase> CreateAsync(string server)
    {
        var database = new PrivateDatabase(server, $"vsm_test_{Guid.NewGuid():n}");
        await ExecuteAsync(server, $"create database {database.Name}");
        return database;
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What time it is for the server, whether or not the database is open.</summary>
    public async Task<DateTime> NowAsync()
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        return (DateTime)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends all connections and takes no new ones, as a server does that goes down.</summary>
    public async Task CloseAsync()
    {
        await ExecuteAsync(
            _server, $"alter database {Name} with allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Name}'");
        await using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    /// <summary>Takes connections again.</summary>
    public Task OpenAsync() => ExecuteAsync(_server, $"alter database {Name} with allow_connections true");

    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"drop database if exists {Name} with (force)");

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
