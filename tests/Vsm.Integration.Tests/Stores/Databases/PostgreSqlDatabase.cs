using System.Data.Common;
using Npgsql;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Stores.Databases;

internal sealed class PostgreSqlDatabase(PrivateDatabase database) : StoreDatabase
{
    protected override string ConnectionString => database.ConnectionString;

    protected override string LocksSql =>
        "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

    public static async Task<PostgreSqlDatabase> CreateAsync(string server) => new(await PrivateDatabase.CreateAsync(server));

    public override IStoreProvider NewStore() => new PostgreSqlStore(Settings());

    public override ValueTask DisposeAsync() => database.DisposeAsync();

    protected override DbConnection NewConnection() => new NpgsqlConnection(ConnectionString);
}
