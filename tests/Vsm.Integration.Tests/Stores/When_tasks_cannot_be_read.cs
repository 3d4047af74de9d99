using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Http;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;
using Vsm.S3.Control.Upgrades;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_tasks_cannot_be_read(Store kind) : StoreTest(kind)
{
    private const int Count = 600; // more than a page of the check

    [Test]
    public async Task The_one_among_many_is_named()
    {
        var contexts = await StartAsync();
        await using (var db = contexts.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("update s3_control.tasks set early = 'no JSON' where number = 300");
        }

        var view = await CheckAsync(contexts);

        var blocked = view.Blocked.Single();
        Assert.That((blocked.Id, view.Checked, view.Passed), Is.EqualTo((contexts.Ids[300], Count, false)));
        Assert.That(blocked.Reason, Does.StartWith("Its row cannot be read: "));
    }

    [Test]
    public async Task A_column_that_is_missing_is_said_for_all_without_a_look_at_each()
    {
        var contexts = await StartAsync();
        await using (var db = contexts.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("alter table s3_control.tasks drop column early");
        }

        var before = contexts.Made;
        var view = await CheckAsync(contexts);

        Assert.That(view.Blocked.Select(x => x.Reason).Distinct().Single(), Does.Contain("early"));
        Assert.That((view.Blocked.Count, contexts.Made - before), Is.EqualTo((Count, 7)), "of migrations once; of each of two pages the ids, the rows, and whether any can be read");
    }

    private async Task<Contexts> StartAsync()
    {
        var store = NewStore();
        var contexts = new Contexts(store, OptionsOf<ControlDbContext>(store, ControlDbContext.Schema));
        await using var db = contexts.CreateDbContext();
        await store.MigrateAsync(db, ControlDbContext.Schema, CancellationToken.None);
        db.Tasks.AddRange(contexts.Ids.Select((x, i) => new TaskInstance { CorrelationId = x, Number = i, CurrentState = "Executing", DueAt = DateTimeOffset.UnixEpoch.AddYears(80) }));
        await db.SaveChangesAsync();
        return contexts;
    }

    private static async Task<SagaCheckView> CheckAsync(Contexts contexts) => await new SagaCheck(
        contexts, contexts.Store, new TaskStateMachine(TimeProvider.System, Options.Create(new TaskOptions())), Options.Create(new SagaOptions())).CheckAsync(CancellationToken.None);

    private sealed class Contexts(IStoreProvider store, DbContextOptions<ControlDbContext> options) : IDbContextFactory<ControlDbContext>
    {
        public IReadOnlyList<Guid> Ids { get; } = [.. Enumerable.Range(0, Count).Select(_ => Guid.NewGuid())];

        public IStoreProvider Store => store;

        public int Made { get; private set; }

        public ControlDbContext CreateDbContext()
        {
            Made++;
            return new(options, store);
        }
    }
}
