using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_a_consumer_has_an_outbox : OutboxTest
{
    [Test]
    public async Task A_message_that_comes_three_times_acts_once()
    {
        var interference = new Interference((_, _, _) => Task.CompletedTask);
        await using var host = await StartAsync(interference);
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SendAsync(host, 1, id)));
        await SendAsync(host, 2, Guid.NewGuid());

        await Arrivals.UntilAsync(x => x.Contains(-2) && x.Contains(-1));
        var inbox = await DeliveredAsync(host, 2);
        await host.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(interference.Count, Is.EqualTo(2));
            Assert.That(Arrivals.Numbers, Is.EquivalentTo([1, -1, 2, -2]));
            Assert.That(inbox, Has.Count.EqualTo(2));
            Assert.That(await host.ReadAsync(x => x.Orders.CountAsync()), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task What_a_failed_try_published_is_not_sent_and_the_next_has_a_context_of_its_own()
    {
        var interference = new Interference((_, _, count) => count < 3 ? throw new InvalidOperationException("on purpose") : Task.CompletedTask);
        await using var host = await StartAsync(interference);
        await SendAsync(host, 3, Guid.NewGuid());

        await Arrivals.UntilAsync(x => x.Contains(-3));
        await host.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(interference.Count, Is.EqualTo(3));
            Assert.That(Arrivals.Numbers, Is.EqualTo([3, -3]));
            Assert.That(await host.ReadAsync(x => x.Orders.CountAsync()), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_message_that_was_consumed_before_a_crash_is_only_delivered()
    {
        var interference = new Interference((_, _, _) => Task.CompletedTask);
        await using var host = await StartAsync(interference);
        await SendAsync(host, 4, Guid.NewGuid());
        await Arrivals.UntilAsync(x => x.Contains(-4));
        var consumerId = (await DeliveredAsync(host, 1)).Single().ConsumerId;

        // As a process leaves it that dies between its commit and what it sends.
        var (id, left) = (Guid.NewGuid(), Guid.NewGuid());
        await host.InScopeAsync(async (context, _) =>
        {
            context.Add(new InboxState { MessageId = id, ConsumerId = consumerId, Received = DateTime.UtcNow, Consumed = DateTime.UtcNow, ReceiveCount = 1 });
            context.Add(new OutboxMessage
            {
                InboxMessageId = id, InboxConsumerId = consumerId, MessageId = left, ContentType = "application/vnd.masstransit+json", SentTime = DateTime.UtcNow,
                MessageType = MessageUrn.ForTypeString<OrderPlaced>(), DestinationAddress = PublishAddress(host),
                Body = $$$"""{"messageId":"{{{left}}}","messageType":["{{{MessageUrn.ForTypeString<OrderPlaced>()}}}","{{{MessageUrn.ForTypeString<IOrderEvent>()}}}"],"message":{"number":5}}""",
            });
            await context.SaveChangesAsync();
        });
        await SendAsync(host, 5, id);

        await Arrivals.UntilAsync(x => x.Contains(5));
        await DeliveredAsync(host, 2);
        await host.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(interference.Count, Is.EqualTo(1), "the consumer was not asked again");
            Assert.That(Arrivals.Numbers, Is.EqualTo([4, -4, 5]));
        }
    }

    [Test]
    public async Task A_commit_that_fails_is_a_fault_with_the_type_of_the_message()
    {
        var fault = new TaskCompletionSource<Fault<PlaceOrder>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var interference = new Interference((_, _, _) => Task.CompletedTask);
        await using var host = await StartAsync(interference, endpoint => endpoint.Handler<Fault<PlaceOrder>>(x =>
        {
            fault.TrySetResult(x.Message);
            return Task.CompletedTask;
        }));
        await host.InScopeAsync(async (context, _) =>
        {
            context.Add(new Order { Number = 6 });
            await context.SaveChangesAsync();
        });
        await SendAsync(host, 6, Guid.NewGuid());

        var failed = await fault.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Message.Number, Is.EqualTo(6));
            Assert.That(Arrivals.Numbers, Is.Empty);
        }
    }

    [Test]
    public async Task The_inbox_forgets_what_is_old_but_nothing_that_has_messages_left()
    {
        await using var host = await StartAsync(new Interference((_, _, _) => Task.CompletedTask));
        var (old, now) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow);
        await host.InScopeAsync(async (context, _) =>
        {
            context.AddRange(
                Row(1, old, consumed: old, delivered: old), Row(2, old, consumed: now, delivered: now), Row(3, old, null, null), Row(4, old, consumed: old, null), Row(5, now, null, null));
            await context.SaveChangesAsync();
        });

        var left = await Eventually.ReadAsync(
            "inbox rows", () => host.ReadAsync(x => x.Set<InboxState>().OrderBy(y => y.ReceiveCount).Select(y => y.ReceiveCount).ToListAsync()), x => x.Count <= 3);
        Assert.That(left, Is.EqualTo([2, 4, 5]));

        static InboxState Row(int number, DateTime received, DateTime? consumed, DateTime? delivered) => new()
        {
            MessageId = Guid.NewGuid(), ConsumerId = Guid.NewGuid(), ReceiveCount = number, Received = received, Consumed = consumed, Delivered = delivered,
        };
    }

    private async Task<OutboxHost> StartAsync(Interference interference, Action<IReceiveEndpointConfigurator>? add = null)
    {
        return await OutboxHost.StartAsync(
            Database, Arrivals,
            bus =>
            {
                bus.AddSingleton(interference);
                bus.AddConsumer<PlaceOrderConsumer>();
            },
            (endpoint, context) =>
            {
                endpoint.UseMessageRetry(x => x.Immediate(5));
                endpoint.UseEntityFrameworkOutbox<OutboxDbContext>(context);
                endpoint.ConfigureConsumer<PlaceOrderConsumer>(context);
                add?.Invoke(endpoint);
            });
    }

    private static Task<List<InboxState>> DeliveredAsync(OutboxHost host, int count) => Eventually.ReadAsync(
        "delivered messages", () => host.ReadAsync(x => x.Set<InboxState>().AsNoTracking().Where(y => y.Delivered != null).ToListAsync()), x => x.Count == count);

    private static async Task SendAsync(OutboxHost host, int number, Guid messageId)
    {
        var endpoint = await host.Bus.GetSendEndpoint(new Uri($"queue:{OutboxHost.Commands}"));
        await endpoint.Send(new PlaceOrder { Number = number }, x => x.MessageId = messageId);
    }

    private static Uri PublishAddress(OutboxHost host) =>
        host.Bus.Topology.TryGetPublishAddress<OrderPlaced>(out var address) ? address : throw new InvalidOperationException("OrderPlaced has no address.");
}
