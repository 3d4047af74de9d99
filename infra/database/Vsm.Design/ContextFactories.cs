using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Options;
using Vsm.Dashboard.Data;
using Vsm.Persistence;
using Vsm.Persistence.PostgreSql;
using Vsm.S1.Operations.Data;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Design;

internal sealed class OperationsFactory : IDesignTimeDbContextFactory<OperationsDbContext>
{
    public OperationsDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<OperationsDbContext>(OperationsDbContext.Schema), DesignTime.Store);
}

internal sealed class ControlFactory : IDesignTimeDbContextFactory<ControlDbContext>
{
    public ControlDbContext CreateDbContext(string[] args) => new(DesignTime.Options<ControlDbContext>(ControlDbContext.Schema), DesignTime.Store);
}

internal sealed class AuditFactory : IDesignTimeDbContextFactory<AuditDbContext>
{
    public AuditDbContext CreateDbContext(string[] args) => new(DesignTime.Options<AuditDbContext>(AuditDbContext.Schema), DesignTime.Store);
}

internal sealed class PolicyFactory : IDesignTimeDbContextFactory<PolicyDbContext>
{
    public PolicyDbContext CreateDbContext(string[] args) => new(DesignTime.Options<PolicyDbContext>("s5_policy"), DesignTime.Store);
}

internal sealed class DashboardFactory : IDesignTimeDbContextFactory<DashboardDbContext>
{
    public DashboardDbContext CreateDbContext(string[] args) =>
        new(DesignTime.Options<DashboardDbContext>(DashboardDbContext.Schema), DesignTime.Store);
}

internal static class DesignTime
{
    public static IStoreProvider Store { get; } = new PostgreSqlStore(Microsoft.Extensions.Options.Options.Create(new StoreOptions()));

    public static DbContextOptions<TContext> Options<TContext>(string schema)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        Store.Configure(options, schema);
        return options.Options;
    }
}
