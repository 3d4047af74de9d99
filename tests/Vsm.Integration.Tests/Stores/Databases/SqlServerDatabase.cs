using System.Data.Common;
using Microsoft.Data.SqlClient;
using Vsm.Persistence;
using Vsm.Persistence.SqlServer;

namespace Vsm.Integration.Tests.Stores.Databases;

internal sealed class SqlServerDatabase : StoreDatabase
{
    private readonly string _server;
    private readonly string _name;

    private SqlServerDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    protected override string ConnectionString { get; }

    protected override string LocksSql => "select count(*) from sys.dm_tran_locks where resource_type = 'APPLICATION' and resource_database_id = db_id()";

    public static async Task<SqlServerDatabase> CreateAsync(string server)
    {
        var database = new SqlServerDatabase(server, $"vsm_test_{Guid.NewGuid():n}");
        await ExecuteAsync(server, $"create database [{database._name}]");
        await ExecuteAsync(server, $"alter database [{database._name}] set read_committed_snapshot on");
        return database;
    }

    public override IStoreProvider NewStore() => new SqlServerStore(Settings());

    public override async ValueTask DisposeAsync()
    {
        await ExecuteAsync(_server, $"alter database [{_name}] set single_user with rollback immediate");
        await ExecuteAsync(_server, $"drop database [{_name}]");
        await using var connection = new SqlConnection(ConnectionString);
        SqlConnection.ClearPool(connection);
    }

    protected override DbConnection NewConnection() => new SqlConnection(ConnectionString);

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
