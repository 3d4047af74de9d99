using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Vsm.Persistence.PostgreSql;

internal sealed class PostgreSqlMigrations(ICurrentDbContext current) : MigrationSet(current, "PostgreSql");
