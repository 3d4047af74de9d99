using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_a_row_changes_before_it_is_locked : OutboxTest
{
    [Test]
    public async Task A_saga_that_is_gone_or_fits_no_more_by_then_is_left_out()
    {
        await using var host = await OutboxHost.StartAsync(
            Database, Arrivals,
            bus => bus.AddSagaStateMachine<CounterStateMachine, Counter>().EntityFrameworkRepository(x =>
            {
                x.ConcurrencyMode = ConcurrencyMode.Pessimistic;
                x.UsePostgres();
                x.ExistingDbContext<OutboxDbContext>();
            }),
            (endpoint, context) => endpoint.ConfigureSaga<Counter>(context));
        var (gone, painted, red) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in (Guid[])[gone, painted, red])
        {
            await host.Bus.Publish(new StartCounter { CounterId = id, Colour = "red" });
        }

        await CountersAsync(host, x => x.Count == 3);
        await host.InScopeAsync(async (context, _) =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await context.Counters.Where(x => x.CorrelationId == gone).ExecuteDeleteAsync();
            await context.Counters.Where(x => x.CorrelationId == painted).ExecuteUpdateAsync(x => x.SetProperty(y => y.Colour, "blue"));
            await host.Bus.Publish(new CountColour { Colour = "red" });
            await Eventually.ReadAsync("a reader that has found the rows and waits for them", () => host.ReadAsync(WaitingAsync), x => x > 0);
            await transaction.CommitAsync();
        });

        var counters = await CountersAsync(host, x => x.Any(y => y.Count > 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counters.Select(x => (x.CorrelationId, x.Count)), Is.EquivalentTo([(red, 100), (painted, 0)]));
            Assert.That(await Broker.CountAsync($"{OutboxHost.Commands}_error"), Is.Null.Or.Zero);
        }
    }

    private static Task<int> WaitingAsync(OutboxDbContext context) => context.Database
        .SqlQueryRaw<int>("""select count(*)::int as "Value" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'""").SingleAsync();

    private static Task<List<Counter>> CountersAsync(OutboxHost host, Func<List<Counter>, bool> fits) => Eventually.ReadAsync(
        "counters", () => host.ReadAsync(x => x.Counters.AsNoTracking().ToListAsync()), fits);
}
