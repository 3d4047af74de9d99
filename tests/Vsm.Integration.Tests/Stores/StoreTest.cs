using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Vsm.Integration.Tests.Stores.Databases;
using Vsm.Persistence;

namespace Vsm.Integration.Tests.Stores;

/// <summary>A test with an empty database of its own, on each kind of server that there is.</summary>
[TestFixture(Store.PostgreSql)]
[TestFixture(Store.SqlServer)]
public abstract class StoreTest(Store kind)
{
    private readonly ConcurrentBag<IStoreProvider> _stores = [];

    internal StoreDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task MakeDatabaseAsync() => Database = kind switch
    {
        Store.SqlServer => await SqlServerDatabase.CreateAsync(TestServers.SqlServer),
        _ => await PostgreSqlDatabase.CreateAsync(TestServers.PostgreSql),
    };

    [TearDown]
    public async Task DropDatabaseAsync()
    {
        foreach (var store in _stores.OfType<IAsyncDisposable>())
        {
            await store.DisposeAsync();
        }

        _stores.Clear();
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>A store with connections of its own, as another process has.</summary>
    internal IStoreProvider NewStore()
    {
        var store = Database.NewStore();
        _stores.Add(store);
        return store;
    }

    internal static DbContextOptions<TContext> OptionsOf<TContext>(IStoreProvider store, string schema)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        store.Configure(options, schema);
        return options.Options;
    }
}
