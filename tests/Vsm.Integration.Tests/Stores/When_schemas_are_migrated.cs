using Microsoft.EntityFrameworkCore;
using Vsm.Dashboard.Data;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_schemas_are_migrated : PostgresTest
{
    private const int Processes = 8;

    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Case(OperationsDbContext.Schema, x => new OperationsDbContext(OptionsOf<OperationsDbContext>(x, OperationsDbContext.Schema), x));
        yield return Case(ControlDbContext.Schema, x => new ControlDbContext(OptionsOf<ControlDbContext>(x, ControlDbContext.Schema), x));
        yield return Case(AuditDbContext.Schema, x => new AuditDbContext(OptionsOf<AuditDbContext>(x, AuditDbContext.Schema), x));
        yield return Case("s5_policy", x => new PolicyDbContext(OptionsOf<PolicyDbContext>(x, "s5_policy"), x));
        yield return Case(DashboardDbContext.Schema, x => new DashboardDbContext(OptionsOf<DashboardDbContext>(x, DashboardDbContext.Schema), x));
    }

    [TestCaseSource(nameof(Functions))]
    public async Task Many_processes_at_once_apply_each_migration_once(string schema, object create)
    {
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Task.Run(() => MigrateAsync(schema, create))));

        await using var store = NewStore();
        await using var context = ((Func<IStoreProvider, DbContext>)create)(store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(context.Database.GetMigrations(), Is.Not.Empty);
            Assert.That(await context.Database.GetAppliedMigrationsAsync(), Is.EqualTo(context.Database.GetMigrations()));
            Assert.That(
                await Database.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"),
                Is.Zero, "the lock is free");
        }
    }

    [TestCaseSource(nameof(Functions))]
    public async Task The_model_has_no_change_without_a_migration(string schema, object create)
    {
        await using var store = NewStore();
        await using var context = ((Func<IStoreProvider, DbContext>)create)(store);
        Assert.That(context.Database.HasPendingModelChanges(), Is.False, $"infra/database/add-migration.sh makes the migration of {schema}");
    }

    [TestCaseSource(nameof(Functions))]
    public async Task Migrating_again_changes_nothing(string schema, object create)
    {
        await MigrateAsync(schema, create);
        const string tables = "select string_agg(table_schema || '.' || table_name, ',' order by table_schema, table_name) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')";
        var before = await Database.ScalarAsync<string>(tables);
        await MigrateAsync(schema, create);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Database.ScalarAsync<string>(tables), Is.EqualTo(before));
            Assert.That(before.Split(','), Is.All.StartsWith($"{schema}."), "a function has its own schema alone");
        }
    }

    private async Task MigrateAsync(string schema, object create)
    {
        await using var store = NewStore();
        await using var context = ((Func<IStoreProvider, DbContext>)create)(store);
        await store.MigrateAsync(context, schema, CancellationToken.None);
    }

    private static TestCaseData Case(string schema, Func<IStoreProvider, DbContext> create) => new TestCaseData(schema, create).SetArgDisplayNames(schema);
}
