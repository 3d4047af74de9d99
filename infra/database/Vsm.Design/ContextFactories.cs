using Microsoft.EntityFrameworkCore.Design;
using Vsm.Dashboard.Data;
using Vsm.S1.Operations.Data;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Design;

internal sealed class OperationsFactory : IDesignTimeDbContextFactory<OperationsDbContext>
{
    public OperationsDbContext CreateDbContext(string[] args) => DesignTime.Create<OperationsDbContext>(args, OperationsDbContext.Schema, (x, y) => new(x, y));
}

internal sealed class ControlFactory : IDesignTimeDbContextFactory<ControlDbContext>
{
    public ControlDbContext CreateDbContext(string[] args) => DesignTime.Create<ControlDbContext>(args, ControlDbContext.Schema, (x, y) => new(x, y));
}

internal sealed class AuditFactory : IDesignTimeDbContextFactory<AuditDbContext>
{
    public AuditDbContext CreateDbContext(string[] args) => DesignTime.Create<AuditDbContext>(args, AuditDbContext.Schema, (x, y) => new(x, y));
}

internal sealed class PolicyFactory : IDesignTimeDbContextFactory<PolicyDbContext>
{
    public PolicyDbContext CreateDbContext(string[] args) => DesignTime.Create<PolicyDbContext>(args, PolicyDbContext.Schema, (x, y) => new(x, y));
}

internal sealed class DashboardFactory : IDesignTimeDbContextFactory<DashboardDbContext>
{
    public DashboardDbContext CreateDbContext(string[] args) => DesignTime.Create<DashboardDbContext>(args, DashboardDbContext.Schema, (x, y) => new(x, y));
}
