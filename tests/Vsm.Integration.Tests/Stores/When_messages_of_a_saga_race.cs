using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Integration.Tests.Stores.Counting;
using Vsm.Persistence;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_messages_of_a_saga_race(Store kind) : StoreTest(kind)
{
    private const int Sagas = 20;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Two_that_begin_it_make_one_row(bool insertOnInitial)
    {
        await using var bus = await StartAsync(insertOnInitial);
        var ids = Enumerable.Range(0, Sagas).Select(_ => Guid.NewGuid()).ToList();

        await Task.WhenAll(ids.SelectMany(x => Enumerable.Range(0, 2).Select(_ => bus.Harness.Bus.Publish(new OpenCounter { CounterId = x }))));

        await ExpectAsync("each opened twice", $"select count(*) from counting.counters where opened = 2", Sagas);
        await ExpectNothingFailedAsync<OpenCounter>(bus, 2 * Sagas);
    }

    [Test]
    public async Task Twenty_events_at_once_all_count()
    {
        await using var bus = await StartAsync(insertOnInitial: false);
        var id = Guid.NewGuid();
        await bus.Harness.Bus.Publish(new OpenCounter { CounterId = id });
        await ExpectAsync("opened", "select count(*) from counting.counters", 1);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bus.Harness.Bus.Publish(new CountOne { CounterId = id })));

        await ExpectAsync("counted", "select sum(c.count) from counting.counters c", 20);
        await ExpectNothingFailedAsync<CountOne>(bus, 20);
    }

    // Each has been consumed to its end, so none is left that could fail.
    private static async Task ExpectNothingFailedAsync<T>(FunctionHarness bus, int messages)
        where T : class
    {
        await Eventually.ReadAsync("all consumed", () => Task.FromResult(bus.Harness.Consumed.CountSoFar<T>()), x => x >= messages);
        Assert.That(bus.Harness.Published.CountSoFar<Fault<T>>(), Is.Zero);
    }

    private Task<long> ExpectAsync(string what, string sql, long expected) =>
        Eventually.ReadAsync(what, () => Database.NumberAsync(sql), x => x == expected, TimeSpan.FromSeconds(60));

    private async Task<FunctionHarness> StartAsync(bool insertOnInitial)
    {
        var store = NewStore();
        await using (var context = new CounterDbContext(OptionsOf<CounterDbContext>(store, CounterDbContext.Schema), store))
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        }

        return await FunctionHarness.StartAsync(x => Add(x, store, insertOnInitial));
    }

    private static void Add(WebApplicationBuilder builder, IStoreProvider store, bool insertOnInitial)
    {
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(new Beginning(insertOnInitial));
        builder.Services.AddDbContextFactory<CounterDbContext>(x => store.Configure(x, CounterDbContext.Schema));
        builder.AddToBus(bus => bus.AddSagaStateMachine<CounterStateMachine, Counter>().StoredIn<Counter, CounterDbContext>());
    }
}
