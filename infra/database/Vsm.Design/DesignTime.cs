using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.Persistence.SqlServer;

namespace Vsm.Design;

internal static class DesignTime
{
    /// <param name="args">What follows <c>--</c> on the command line of dotnet-ef: the database, PostgreSql or SqlServer.</param>
    public static TContext Create<TContext>(string[] args, string schema, Func<DbContextOptions<TContext>, IStoreProvider, TContext> create)
        where TContext : DbContext
    {
        var store = StoreOf(args);
        var options = new DbContextOptionsBuilder<TContext>();
        store.Configure(options, schema);
        return create(options.Options, store);
    }

    private static IStoreProvider StoreOf(string[] args) => args switch
    {
        ["PostgreSql"] => new PostgreSqlStore(Options.Create(new StoreOptions())),
        ["SqlServer"] => new SqlServerStore(Options.Create(new StoreOptions { Database = new DatabaseOptions { ConnectionString = "Server=127.0.0.1;Database=vsm" } })),
        _ => throw new ArgumentException($"Say which database after --, PostgreSql or SqlServer; not '{string.Join(' ', args)}'."),
    };
}
