using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Vsm.Dashboard.Data;
using Vsm.Integration.Tests.Stores.Databases;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_schemas_are_migrated(Store kind) : StoreTest(kind)
{
    private const int Processes = 8;

    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Case(OperationsDbContext.Schema, x => new OperationsDbContext(OptionsOf<OperationsDbContext>(x, OperationsDbContext.Schema), x));
        yield return Case(ControlDbContext.Schema, x => new ControlDbContext(OptionsOf<ControlDbContext>(x, ControlDbContext.Schema), x));
        yield return Case(AuditDbContext.Schema, x => new AuditDbContext(OptionsOf<AuditDbContext>(x, AuditDbContext.Schema), x));
        yield return Case(PolicyDbContext.Schema, x => new PolicyDbContext(OptionsOf<PolicyDbContext>(x, PolicyDbContext.Schema), x));
        yield return Case(DashboardDbContext.Schema, x => new DashboardDbContext(OptionsOf<DashboardDbContext>(x, DashboardDbContext.Schema), x));
    }

    [TestCaseSource(nameof(Functions))]
    public async Task Many_processes_at_once_apply_each_migration_once(string schema, object create)
    {
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Task.Run(() => MigrateAsync(schema, create))));

        var store = NewStore();
        await using var context = ((Func<IStoreProvider, DbContext>)create)(store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(context.Database.GetMigrations(), Is.Not.Empty);
            Assert.That(await context.Database.GetAppliedMigrationsAsync(), Is.EqualTo(context.Database.GetMigrations()));
            Assert.That(await Database.LocksAsync(), Is.Zero, "the lock is free");
        }
    }

    [TestCaseSource(nameof(Functions))]
    public async Task Migrating_again_changes_nothing(string schema, object create)
    {
        await MigrateAsync(schema, create);
        var before = await Database.TablesAsync();
        await MigrateAsync(schema, create);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Database.TablesAsync(), Is.EqualTo(before));
            Assert.That(before, Is.Not.Empty.And.All.StartsWith($"{schema}."), "a function has its own schema alone");
        }
    }

    [Test]
    public async Task A_database_that_an_early_version_made_gets_the_column_that_it_lacks()
    {
        if (Database is not PostgreSqlDatabase)
        {
            Assert.Ignore("The first version knew PostgreSQL alone.");
        }

        var store = NewStore();
        await using var context = new ControlDbContext(OptionsOf<ControlDbContext>(store, ControlDbContext.Schema), store);
        await store.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);
        await context.GetService<IMigrator>().MigrateAsync("LargeOutputs");
        await context.Database.ExecuteSqlRawAsync("alter table s3_control.tasks drop column early");

        await store.MigrateAsync(context, ControlDbContext.Schema, CancellationToken.None);

        Assert.That(await context.Tasks.CountAsync(x => x.Early != null), Is.Zero);
    }

    private async Task MigrateAsync(string schema, object create)
    {
        var store = NewStore();
        await using var context = ((Func<IStoreProvider, DbContext>)create)(store);
        await store.MigrateAsync(context, schema, CancellationToken.None);
    }

    private static TestCaseData Case(string schema, Func<IStoreProvider, DbContext> create) => new TestCaseData(schema, create).SetArgDisplayNames(schema);
}
