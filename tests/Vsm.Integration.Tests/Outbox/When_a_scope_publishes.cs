using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_a_scope_publishes : OutboxTest
{
    [Test]
    public async Task Nothing_is_sent_before_it_is_saved_nor_when_it_is_not()
    {
        await using var host = await OutboxHost.StartAsync(Database, Arrivals);
        await host.InScopeAsync(async (context, services) =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await PublishAsync(services, 1);
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        });
        await host.InScopeAsync((_, services) => PublishAsync(services, 2));
        await host.InScopeAsync(async (context, services) =>
        {
            context.Add(new Order { Number = 3 });
            await PublishAsync(services, 3);
            Assert.That(await host.ReadAsync(x => x.Set<OutboxMessage>().CountAsync()), Is.Zero);
            await context.SaveChangesAsync();
            await PublishAsync(services, 4);
            await context.SaveChangesAsync();
        });

        await Arrivals.UntilAsync(x => x.Contains(3) && x.Contains(4));
        await host.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Arrivals.Numbers, Is.EquivalentTo([3, 4]));
            Assert.That(await host.ReadAsync(x => x.Orders.Select(y => y.Number).ToListAsync()), Is.EqualTo([3]));
            Assert.That(await host.ReadAsync(x => x.Set<OutboxState>().CountAsync()), Is.Zero);
        }
    }

    [Test]
    public async Task Headers_and_ids_arrive_as_they_were_given()
    {
        var seen = new TaskCompletionSource<ConsumeContext<OrderPlaced>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await OutboxHost.StartAsync(Database, Arrivals, commands: (endpoint, _) => endpoint.Handler<OrderPlaced>(x =>
        {
            seen.TrySetResult(x);
            return Task.CompletedTask;
        }));
        var (messageId, correlationId) = (Guid.NewGuid(), Guid.NewGuid());
        await host.InScopeAsync(async (context, services) =>
        {
            await services.GetRequiredService<IPublishEndpoint>().Publish(new OrderPlaced { Number = 5 }, x =>
            {
                x.MessageId = messageId;
                x.CorrelationId = correlationId;
                x.TimeToLive = TimeSpan.FromHours(1);
                x.Headers.Set("Colour", "blue");
            });
            await context.SaveChangesAsync();
        });

        var arrived = await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(arrived.MessageId, Is.EqualTo(messageId));
            Assert.That(arrived.CorrelationId, Is.EqualTo(correlationId));
            Assert.That(arrived.ConversationId, Is.Not.Null);
            Assert.That(arrived.ExpirationTime, Is.Not.Null);
            Assert.That(arrived.Headers.Get<string>("Colour"), Is.EqualTo("blue"));
        }
    }

    [Test]
    public async Task What_is_to_come_later_keeps_nothing_else_waiting()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var host = await OutboxHost.StartAsync(Database, Arrivals, clock: clock);
        await host.InScopeAsync(async (context, services) =>
        {
            await services.GetRequiredService<IPublishEndpoint>().Publish(new OrderPlaced { Number = 6 }, x => x.Delay = TimeSpan.FromHours(1));
            await PublishAsync(services, 7);
            await context.SaveChangesAsync();
        });
        await Arrivals.UntilAsync(x => x.Contains(7));
        Assert.That(Arrivals.Numbers, Does.Not.Contain(6));

        clock.Advance(TimeSpan.FromHours(2));
        await Arrivals.UntilAsync(x => x.Contains(6));
    }

    [Test]
    public async Task What_cannot_be_sent_is_put_off_and_then_aside_and_the_others_go_on()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var host = await OutboxHost.StartAsync(Database, Arrivals, clock: clock);
        await host.InScopeAsync(async (context, services) =>
        {
            var nowhere = await services.GetRequiredService<ISendEndpointProvider>().GetSendEndpoint(new Uri($"queue:{OutboxHost.Events}"));
            await nowhere.Send(new OrderPlaced { Number = 8 });
            await context.SaveChangesAsync();
        });
        await Arrivals.UntilAsync(x => x.Contains(8));
        await host.EmptyAsync();
        await host.InScopeAsync(async (context, _) =>
        {
            context.Add(new OutboxState { OutboxId = Poison, Created = DateTime.UtcNow.AddDays(-1) });
            context.Add(new OutboxMessage
            {
                OutboxId = Poison, MessageId = Guid.NewGuid(), ContentType = "application/vnd.masstransit+json", MessageType = "urn:message:A:B", Body = "{}",
                SentTime = DateTime.UtcNow, DestinationAddress = new Uri("nowhere://at.all/queue"),
            });
            await context.SaveChangesAsync();
        });
        await host.InScopeAsync(async (context, services) =>
        {
            await PublishAsync(services, 9);
            await context.SaveChangesAsync();
        });
        await Arrivals.UntilAsync(x => x.Contains(9));

        OutboxState state;
        do
        {
            clock.Advance(TimeSpan.FromMinutes(6));
            var before = clock.GetUtcNow().UtcDateTime;
            state = await Eventually.ReadAsync(
                "the poison", () => host.ReadAsync(x => x.Set<OutboxState>().AsNoTracking().SingleAsync(y => y.OutboxId == Poison)), x => x.Quarantined is not null || x.NextAttempt > before);
        }
        while (state.Quarantined is null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.Attempts, Is.EqualTo(12));
            Assert.That(state.Failure, Does.Contain("nowhere://at.all/queue"));
            Assert.That(await host.ReadAsync(x => x.Set<OutboxMessage>().CountAsync()), Is.EqualTo(1), "nothing is thrown away");
        }
    }

    [Test]
    public async Task Two_deliveries_share_the_work_and_keep_each_outbox_in_order()
    {
        const int Scopes = 100;
        const int Messages = 10;
        await using var one = await OutboxHost.StartAsync(Database, Arrivals);
        await using var two = await OutboxHost.StartAsync(Database, Arrivals, listens: false);
        await Task.WhenAll(Enumerable.Range(0, Scopes).Select(scope => (scope % 2 == 0 ? one : two).InScopeAsync(async (context, services) =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await PublishAsync(services, (scope * Messages) + i);
            }

            await context.SaveChangesAsync();
        })));

        await Arrivals.UntilAsync(x => x.Count >= Scopes * Messages);
        await one.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Arrivals.Numbers, Is.EquivalentTo(Enumerable.Range(0, Scopes * Messages)));
            Assert.That(Arrivals.MessageIds, Is.Unique);
            Assert.That(Arrivals.Numbers.GroupBy(x => x / Messages), Is.All.Ordered);
        }
    }

    private static readonly Guid Poison = Guid.NewGuid();

    private static Task PublishAsync(IServiceProvider services, int number) =>
        services.GetRequiredService<IPublishEndpoint>().Publish(new OrderPlaced { Number = number });
}
