using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Vsm.Persistence.SqlServer;

internal sealed class SqlServerMigrations(ICurrentDbContext current) : MigrationSet(current, "SqlServer");
