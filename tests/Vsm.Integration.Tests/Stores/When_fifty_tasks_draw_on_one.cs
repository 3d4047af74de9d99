using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Persistence;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_fifty_tasks_draw_on_one(Store kind) : StoreTest(kind)
{
    private const int Tasks = 50;
    private const int Rounds = 4;
    private static readonly Guid Parent = Guid.NewGuid();

    [Test]
    public async Task What_they_spend_and_set_aside_never_passes_its_limit_over_three_replicas()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var replicas = Enumerable.Range(0, 3).Select(_ => NewReplica(services.GetRequiredService<IMeterFactory>())).ToList();
        await replicas[0].MigrateAsync();
        await replicas[0].Accountant.OpenAsync(new OpenAccount { TaskId = Parent, Vsm = "root", Cap = 0.30m, Spent = 0.05m });

        var spent = await Task.WhenAll(Enumerable.Range(1, Tasks).Select(i => WorkAsync(replicas, i)));

        await using var db = replicas[0].CreateDbContext();
        var account = await db.Budgets.SingleAsync();
        var reservations = await db.Reservations.ToListAsync();
        replicas.ForEach(x => x.Dispose());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(account.Spent, Is.EqualTo(0.05m + spent.Sum()).And.LessThanOrEqualTo(0.30m));
            Assert.That(account.Reserved, Is.Zero);
            Assert.That(reservations.Sum(x => x.Actual), Is.EqualTo(spent.Sum()));
            Assert.That(spent.Count(x => x > 0), Is.GreaterThan(10), "Many got some of it.");
            Assert.That(await LargestAsync(db), Is.LessThanOrEqualTo(0.30m).And.GreaterThan(0.25m));
        }
    }

    // Each asks and settles twice, once at another replica, as after a crash.
    private static async Task<decimal> WorkAsync(List<Replica> replicas, int number)
    {
        var (task, random, spent, attempt) = (Guid.NewGuid(), new Random(number), 0m, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var request = new ReserveMoney
            {
                TaskId = task,
                Attempt = attempt + 1,
                Accounts = [BudgetKeys.Task(Parent)],
                Opened = [BudgetKeys.Task(Parent)],
                Wanted = 0.02m,
                Least = 0.01m,
            };
            await replicas[random.Next(3)].Accountant.ReserveAsync(request);
            if (await replicas[random.Next(3)].Accountant.ReserveAsync(request) is not Grant.Given given)
            {
                continue;
            }

            attempt++;
            var actual = Math.Round(given.Amount * (decimal)random.NextDouble(), 8);
            var (first, _) = await replicas[random.Next(3)].Accountant.CloseAsync(task, attempt, actual);
            var (second, _) = await replicas[random.Next(3)].Accountant.CloseAsync(task, attempt, given.Amount);
            Assert.That((first, second), Is.EqualTo((actual, actual)));
            spent += actual;
        }

        return spent;
    }

    // The journal has every change of the account.
    private static async Task<decimal> LargestAsync(ControlDbContext db)
    {
        var entries = await db.Journal.Select(x => x.Body).ToListAsync();
        return entries.Select(x => System.Text.Json.JsonDocument.Parse(x).RootElement.GetProperty("data"))
            .Max(x => x.GetProperty("spent").GetDecimal() + x.GetProperty("reserved").GetDecimal());
    }

    private Replica NewReplica(IMeterFactory meters) => new(NewStore(), meters);

    private sealed class Replica : IDbContextFactory<ControlDbContext>, IDisposable
    {
        private readonly BudgetBook _book = new(TimeProvider.System);
        private readonly IStoreProvider _store;
        private readonly DbContextOptions<ControlDbContext> _options;

        public Replica(IStoreProvider store, IMeterFactory meters)
        {
            (_store, _options) = (store, OptionsOf<ControlDbContext>(store, ControlDbContext.Schema));
            Accountant = new Accountant(this, store, _book, new BudgetMetrics(meters), TimeProvider.System);
        }

        public Accountant Accountant { get; }

        public ControlDbContext CreateDbContext() => new(_options, _store);

        public void Dispose() => _book.Dispose();

        public async Task MigrateAsync()
        {
            await using var db = CreateDbContext();
            await _store.MigrateAsync(db, ControlDbContext.Schema, CancellationToken.None);
        }
    }
}
