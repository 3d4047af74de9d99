using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Stores;

/// <summary>A test with an empty database of its own.</summary>
public abstract class PostgresTest
{
    internal PrivateDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task MakeDatabaseAsync() => Database = await PrivateDatabase.CreateAsync(TestServers.PostgreSql);

    [TearDown]
    public async Task DropDatabaseAsync()
    {
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>A store with connections of its own, as another process has.</summary>
    internal PostgreSqlStore NewStore() =>
        new(Options.Create(new StoreOptions { Database = new DatabaseOptions { ConnectionString = Database.ConnectionString } }));

    internal static DbContextOptions<TContext> OptionsOf<TContext>(IStoreProvider store, string schema)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        store.Configure(options, schema);
        return options.Options;
    }
}
