using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_what_was_sent_cannot_be_noted : OutboxTest
{
    [Test]
    public async Task What_failed_first_is_what_is_told()
    {
        await using var host = await OutboxHost.StartAsync(
            Database, Arrivals,
            bus =>
            {
                bus.AddSingleton(new Interference((_, _, _) => Task.CompletedTask));
                bus.AddConsumer<PlaceOrderConsumer>();
            },
            (endpoint, context) =>
            {
                endpoint.UseEntityFrameworkOutbox<OutboxDbContext>(context);
                endpoint.ConfigureConsumer<PlaceOrderConsumer>(context);
            });
        await SendAsync(host, 1, Guid.NewGuid());
        var consumerId = (await Eventually.ReadAsync(
            "a delivered message", () => host.ReadAsync(x => x.Set<InboxState>().AsNoTracking().Where(y => y.Delivered != null).ToListAsync()), x => x.Count == 1))[0].ConsumerId;

        // Consumed, with two messages left, the second of which can be sent nowhere, in a database that takes no note of the first.
        var id = Guid.NewGuid();
        await host.InScopeAsync(async (context, _) =>
        {
            host.Bus.Topology.TryGetPublishAddress<OrderPlaced>(out var address);
            context.Add(new InboxState { MessageId = id, ConsumerId = consumerId, Received = DateTime.UnixEpoch.AddYears(60), Consumed = DateTime.UnixEpoch.AddYears(60), ReceiveCount = 1 });
            context.Add(Left(id, consumerId, address));
            await context.SaveChangesAsync();
            context.Add(Left(id, consumerId, null));
            await context.SaveChangesAsync();
            await context.Database.ExecuteSqlRawAsync("""
                create function outbox.refuse() returns trigger language plpgsql as 'begin raise exception ''no note is taken''; end';
                create trigger refuse before update on outbox."InboxState" for each row execute function outbox.refuse();
                """);
        });
        await SendAsync(host, 2, id);

        var failed = await Broker.TakeAsync($"{OutboxHost.Commands}_error");
        Assert.That(failed.Header("MT-Fault-Message"), Does.Contain("has no destination"));
    }

    private static OutboxMessage Left(Guid id, Guid consumerId, Uri? address)
    {
        var messageId = Guid.NewGuid();
        return new OutboxMessage
        {
            InboxMessageId = id, InboxConsumerId = consumerId, MessageId = messageId, ContentType = "application/vnd.masstransit+json", SentTime = DateTime.UnixEpoch.AddYears(60),
            MessageType = MessageUrn.ForTypeString<OrderPlaced>(), DestinationAddress = address,
            Body = $$$"""{"messageId":"{{{messageId}}}","messageType":["{{{MessageUrn.ForTypeString<OrderPlaced>()}}}"],"message":{"number":2}}""",
        };
    }

    private static async Task SendAsync(OutboxHost host, int number, Guid messageId)
    {
        var endpoint = await host.Bus.GetSendEndpoint(new Uri($"queue:{OutboxHost.Commands}"));
        await endpoint.Send(new PlaceOrder { Number = number }, x => x.MessageId = messageId);
    }
}
