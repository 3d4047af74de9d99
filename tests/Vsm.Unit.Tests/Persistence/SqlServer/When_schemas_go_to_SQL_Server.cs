using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

public sealed class When_schemas_go_to_SQL_Server
{
    // A row of an index holds 1,700 bytes, one of a clustered index 900.
    private const int LongestKey = 900;
    private const int LongestIndex = 1700;

    private static string[] Schemas => SqlServerContexts.Schemas;

    private static IEnumerable<TestCaseData> Sets() => from database in (string[])["PostgreSql", "SqlServer"] from schema in Schemas select new TestCaseData(schema, database);

    [TestCaseSource(nameof(Schemas))]
    public void The_script_of_its_migrations_is_the_approved_one(string schema)
    {
        using var db = SqlServerContexts.Of(schema);
        var approved = Path.Combine(TestContext.CurrentContext.TestDirectory, "Persistence", "SqlServer", "Approved", $"{schema}.sql");
        var script = db.GetService<IMigrator>().GenerateScript().ReplaceLineEndings("\n");
        if (!File.Exists(approved) || File.ReadAllText(approved).ReplaceLineEndings("\n") != script)
        {
            var received = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{schema}.received.sql");
            File.WriteAllText(received, script);
            Assert.Fail($"The script differs from Approved/{schema}.sql. If that is meant, copy {received} over it.");
        }
    }

    [TestCaseSource(nameof(Sets))]
    public void The_model_has_no_change_without_a_migration(string schema, string database)
    {
        using var db = SqlServerContexts.Of(schema, database);

        Assert.That(db.Database.HasPendingModelChanges(), Is.False, $"infra/database/add-migration.sh makes the migration of {schema}");
    }

    [TestCaseSource(nameof(Sets))]
    public void A_database_has_its_own_migrations_alone(string schema, string database)
    {
        using var db = SqlServerContexts.Of(schema, database);
        var migrations = db.GetService<IMigrationsAssembly>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(migrations.Migrations.Values.Select(x => x.Namespace), Is.Not.Empty.And.All.EndsWith($".Data.Migrations.{database}"));
            Assert.That(migrations.ModelSnapshot!.GetType().Namespace, Does.EndWith($".Data.Migrations.{database}"));
            Assert.That(migrations.FindMigrationId("initial"), Is.EqualTo(migrations.Migrations.Keys.First()));
        }
    }

    [TestCaseSource(nameof(Schemas))]
    public void Columns_hold_what_they_hold_elsewhere(string schema)
    {
        using var db = SqlServerContexts.Of(schema);
        var columns = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(x => x.GetProperties()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                columns.Select(x => x.GetRelationalTypeMapping().StoreTypeNameBase).Distinct(),
                Is.SubsetOf(new[] { "uniqueidentifier", "nvarchar", "int", "bigint", "bit", "decimal", "datetimeoffset", "varbinary" }));
            Assert.That(Of(columns, typeof(string)).Select(x => x.GetCollation()), Is.All.EqualTo("Latin1_General_100_BIN2"));
            Assert.That(Of(columns, typeof(DateTimeOffset)).Select(x => x.GetColumnType()), Is.All.EqualTo("datetimeoffset"));
            Assert.That(Of(columns, typeof(decimal)).Select(x => x.GetColumnType()), Is.All.EqualTo("decimal(28,14)"));
            Assert.That(columns.Where(x => SqlServerPropertyExtensions.GetValueGenerationStrategy(x) != SqlServerValueGenerationStrategy.None), Is.Empty, "numbers are given, not made");
            Assert.That(columns.Where(x => x.GetColumnType() == "nvarchar(450)").Select(x => x.Name), Is.Empty, "a length that nobody chose");
        }
    }

    [TestCaseSource(nameof(Schemas))]
    public void Keys_and_indexes_are_short_enough(string schema)
    {
        using var db = SqlServerContexts.Of(schema);
        var types = db.Model.GetEntityTypes().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(types.SelectMany(x => x.GetKeys()).Where(x => Bytes(x.Properties) > LongestKey).Select(x => x.GetName()), Is.Empty);
            Assert.That(types.SelectMany(x => x.GetIndexes()).Where(x => Bytes(x.Properties) > LongestIndex).Select(x => x.GetDatabaseName()), Is.Empty);
        }
    }

    private static IEnumerable<IProperty> Of(IEnumerable<IProperty> columns, Type type) => columns.Where(x => (Nullable.GetUnderlyingType(x.ClrType) ?? x.ClrType) == type);

    private static int Bytes(IEnumerable<IProperty> properties) =>
        properties.Sum(x => x.GetRelationalTypeMapping().StoreTypeNameBase == "nvarchar" ? 2 * (x.GetRelationalTypeMapping().Size ?? 1_000_000) : 16);
}
