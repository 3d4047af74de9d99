using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Dashboard.Data;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.Persistence.SqlServer;
using Vsm.S1.Operations.Data;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

/// <summary>The context of each function as it is on a database. None of them connects.</summary>
internal static class SqlServerContexts
{
    public static readonly SqlServerStore Store = new(With("Server=127.0.0.1;Database=vsm"));

    public static readonly string[] Schemas =
        [OperationsDbContext.Schema, ControlDbContext.Schema, AuditDbContext.Schema, PolicyDbContext.Schema, DashboardDbContext.Schema];

    public static FunctionDbContext Of(string schema) => Of(schema, Store);

    public static FunctionDbContext Of(string schema, string database) =>
        Of(schema, database == "SqlServer" ? Store : new PostgreSqlStore(With(new DatabaseOptions().ConnectionString)));

    public static IOptions<StoreOptions> With(string connectionString) =>
        Options.Create(new StoreOptions { Database = new DatabaseOptions { ConnectionString = connectionString } });

    public static FunctionDbContext Of(string schema, IStoreProvider store) => schema switch
    {
        OperationsDbContext.Schema => new OperationsDbContext(OptionsOf<OperationsDbContext>(store, schema), store),
        ControlDbContext.Schema => new ControlDbContext(OptionsOf<ControlDbContext>(store, schema), store),
        AuditDbContext.Schema => new AuditDbContext(OptionsOf<AuditDbContext>(store, schema), store),
        PolicyDbContext.Schema => new PolicyDbContext(OptionsOf<PolicyDbContext>(store, schema), store),
        _ => new DashboardDbContext(OptionsOf<DashboardDbContext>(store, schema), store),
    };

    private static DbContextOptions<TContext> OptionsOf<TContext>(IStoreProvider store, string schema)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        store.Configure(options, schema);
        return options.Options;
    }
}
