using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_sagas_are_rows : OutboxTest
{
    private const int Counters = 5;
    private const int Events = 20;

    [TestCase(ConcurrencyMode.Pessimistic, false)]
    [TestCase(ConcurrencyMode.Optimistic, false)]
    [TestCase(ConcurrencyMode.Pessimistic, true)]
    [TestCase(ConcurrencyMode.Optimistic, true)]
    public async Task Racing_messages_all_count(ConcurrencyMode mode, bool outbox)
    {
        await using var host = await StartAsync(mode, outbox);
        var ids = Enumerable.Range(0, Counters).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 3).Select(_ => host.Bus.Publish(new StartCounter { CounterId = id, Colour = "red" }))));
        await CountersAsync(host, x => x.Count == Counters && x.All(y => y.Started == 3));
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, Events).Select(_ => host.Bus.Publish(new CountUp { CounterId = id }))));

        await CountersAsync(host, x => x.All(y => y.Count == Events));
        await Arrivals.UntilAsync(x => x.Count >= Counters * Events);
        Assert.That(await Broker.CountAsync($"{OutboxHost.Commands}_error"), Is.Null.Or.Zero);
        if (outbox)
        {
            await host.EmptyAsync();
            Assert.That(Arrivals.Numbers.GroupBy(x => x), Is.All.Property("Key").InRange(1, Events));
            Assert.That(Arrivals.Numbers, Has.Count.EqualTo(Counters * Events), "what a try published that lost its race was not sent");
        }
    }

    [TestCase(ConcurrencyMode.Pessimistic)]
    [TestCase(ConcurrencyMode.Optimistic)]
    public async Task They_are_the_same_where_an_endpoint_is_set_up_by_hand(ConcurrencyMode mode)
    {
        var options = new DbContextOptionsBuilder<OutboxDbContext>().UseNpgsql(Database.ConnectionString).Options;
        var repository = mode == ConcurrencyMode.Optimistic
            ? EntityFrameworkSagaRepository<Counter>.CreateOptimistic(() => new OutboxDbContext(options))
            : EntityFrameworkSagaRepository<Counter>.CreatePessimistic(() => new OutboxDbContext(options), new PostgresLockStatementProvider());
        await using var host = await OutboxHost.StartAsync(Database, Arrivals, commands: (endpoint, _) =>
        {
            endpoint.UseMessageRetry(Patiently);
            endpoint.StateMachineSaga(new CounterStateMachine(), repository);
        });
        var (red, blue) = (Guid.NewGuid(), Guid.NewGuid());
        await host.Bus.Publish(new StartCounter { CounterId = red, Colour = "red" });
        await host.Bus.Publish(new StartCounter { CounterId = blue, Colour = "blue" });
        await CountersAsync(host, x => x.Count == 2);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => host.Bus.Publish(new CountUp { CounterId = red })));
        await CountersAsync(host, x => x.Single(y => y.CorrelationId == red).Count == Events);

        await host.Bus.Publish(new CountColour { Colour = "red" });
        await CountersAsync(host, x => x.Single(y => y.CorrelationId == red).Count == Events + 100);
        await host.Bus.Publish(new EndCounter { CounterId = red });
        await CountersAsync(host, x => x.Select(y => y.CorrelationId).SequenceEqual([blue]));
        Assert.That(await Broker.CountAsync($"{OutboxHost.Commands}_error"), Is.Null.Or.Zero);
    }

    [Test]
    public async Task Rows_that_are_locked_need_no_second_try()
    {
        var tries = new Tries();
        await using var host = await StartAsync(ConcurrencyMode.Pessimistic, outbox: false, tries);
        var ids = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(ids.Select(id => host.Bus.Publish(new StartCounter { CounterId = id, Colour = "red" })));
        await CountersAsync(host, x => x.Count == ids.Count);
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 30).Select(_ => host.Bus.Publish(new CountUp { CounterId = id }))));

        await CountersAsync(host, x => x.All(y => y.Count == 30));
        Assert.That(tries.Again, Is.LessThanOrEqualTo(1));
    }

    [TestCase(ConcurrencyMode.Pessimistic)]
    [TestCase(ConcurrencyMode.Optimistic)]
    public async Task A_message_finds_all_that_fit_and_an_ended_saga_is_gone(ConcurrencyMode mode)
    {
        await using var host = await StartAsync(mode, outbox: false);
        var (red, otherRed, blue) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await host.Bus.Publish(new StartCounter { CounterId = red, Colour = "red" });
        await host.Bus.Publish(new StartCounter { CounterId = otherRed, Colour = "red" });
        await host.Bus.Publish(new StartCounter { CounterId = blue, Colour = "blue" });
        await CountersAsync(host, x => x.Count == 3);

        await host.Bus.Publish(new CountColour { Colour = "red" });
        await host.Bus.Publish(new CountColour { Colour = "green" });
        var counters = await CountersAsync(host, x => x.Count(y => y.Count == 100) == 2);
        Assert.That(counters.Single(x => x.CorrelationId == blue).Count, Is.Zero);

        await host.Bus.Publish(new EndCounter { CounterId = red });
        await CountersAsync(host, x => x.Select(y => y.CorrelationId).Order().SequenceEqual(((Guid[])[otherRed, blue]).Order()));
        Assert.That(await Broker.CountAsync($"{OutboxHost.Commands}_error"), Is.Null.Or.Zero);
    }

    private Task<OutboxHost> StartAsync(ConcurrencyMode mode, bool outbox, Tries? tries = null) => OutboxHost.StartAsync(
        Database, Arrivals,
        bus => bus.AddSagaStateMachine<CounterStateMachine, Counter>().EntityFrameworkRepository(x =>
        {
            x.ConcurrencyMode = mode;
            x.UsePostgres();
            x.ExistingDbContext<OutboxDbContext>();
        }),
        (endpoint, context) =>
        {
            endpoint.UseMessageRetry(x =>
            {
                Patiently(x);
                if (tries is not null)
                {
                    x.ConnectRetryObserver(tries);
                }
            });
            if (outbox)
            {
                endpoint.UseEntityFrameworkOutbox<OutboxDbContext>(context);
            }
            else
            {
                endpoint.UseInMemoryOutbox(context);
            }

            endpoint.ConfigureSaga<Counter>(context);
        });

    private static void Patiently(IRetryConfigurator retry) =>
        retry.Exponential(30, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(20));

    private static Task<List<Counter>> CountersAsync(OutboxHost host, Func<List<Counter>, bool> fits) => Eventually.ReadAsync(
        "counters", () => host.ReadAsync(x => x.Counters.AsNoTracking().ToListAsync()), fits);

    /// <summary>Counts tries after the first.</summary>
    private sealed class Tries : IRetryObserver
    {
        private int _again;

        public int Again => _again;

        public Task PostCreate<T>(RetryPolicyContext<T> context)
            where T : class, PipeContext => Task.CompletedTask;

        public Task PostFault<T>(RetryContext<T> context)
            where T : class, PipeContext => Task.CompletedTask;

        public Task PreRetry<T>(RetryContext<T> context)
            where T : class, PipeContext
        {
            Interlocked.Increment(ref _again);
            return Task.CompletedTask;
        }

        public Task RetryFault<T>(RetryContext<T> context)
            where T : class, PipeContext => Task.CompletedTask;

        public Task RetryComplete<T>(RetryContext<T> context)
            where T : class, PipeContext => Task.CompletedTask;
    }
}
