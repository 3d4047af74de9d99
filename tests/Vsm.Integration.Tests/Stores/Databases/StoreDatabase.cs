using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Vsm.Persistence;

namespace Vsm.Integration.Tests.Stores.Databases;

/// <summary>An empty database, gone in the end.</summary>
internal abstract class StoreDatabase : IAsyncDisposable
{
    protected abstract string ConnectionString { get; }

    /// <summary>Counts the locks that sessions hold on names in this database.</summary>
    protected abstract string LocksSql { get; }

    public abstract IStoreProvider NewStore();

    public abstract ValueTask DisposeAsync();

    /// <summary>The number that a query of one row and column gives.</summary>
    public async Task<long> NumberAsync(string sql) => Convert.ToInt64((await ColumnAsync(sql)).Single(), CultureInfo.InvariantCulture);

    public Task<long> LocksAsync() => NumberAsync(LocksSql);

    /// <summary>Schema and name of each table.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync() => [.. (await ColumnAsync(
        "select concat(TABLE_SCHEMA, '.', TABLE_NAME) from INFORMATION_SCHEMA.TABLES where TABLE_SCHEMA not in ('pg_catalog', 'information_schema')"))
        .Cast<string>().Order(StringComparer.Ordinal)];

    protected IOptions<StoreOptions> Settings() => Options.Create(new StoreOptions { Database = new DatabaseOptions { ConnectionString = ConnectionString } });

    protected abstract DbConnection NewConnection();

    private async Task<List<object>> ColumnAsync(string sql)
    {
        await using var connection = NewConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<object>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetValue(0));
        }

        return values;
    }
}
