using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Vsm.Persistence;

/// <summary>
/// The migrations of a context for one database. A service's assembly holds a set for each, told apart by the end of their namespace:
/// <c>Migrations.PostgreSql</c>, <c>Migrations.SqlServer</c>.
/// </summary>
public abstract class MigrationSet : IMigrationsAssembly
{
    protected MigrationSet(ICurrentDbContext current, string database)
    {
        var context = current.Context.GetType();
        Assembly = context.Assembly;
        var types = Assembly.GetTypes()
            .Where(x => x.GetCustomAttribute<DbContextAttribute>()?.ContextType == context
                && x.Namespace?.EndsWith($".Migrations.{database}", StringComparison.Ordinal) == true)
            .ToList();
        Migrations = types
            .Where(x => x.IsSubclassOf(typeof(Migration)))
            .Select(x => (x.GetCustomAttribute<MigrationAttribute>()?.Id, Type: x.GetTypeInfo()))
            .Where(x => x.Id is not null)
            .OrderBy(x => x.Id, StringComparer.Ordinal)
            .ToDictionary(x => x.Id!, x => x.Type);
        ModelSnapshot = types.SingleOrDefault(x => x.IsSubclassOf(typeof(ModelSnapshot))) is { } snapshot ? (ModelSnapshot)Activator.CreateInstance(snapshot)! : null;
    }

    public Assembly Assembly { get; }

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; }

    public ModelSnapshot? ModelSnapshot { get; }

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(x =>
        x.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || x.EndsWith($"_{nameOrId}", StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }
}
