using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Integration.Tests.Outbox;

public sealed class When_a_message_is_in_no_namespace : OutboxTest
{
    [Test]
    public async Task It_is_refused_where_it_is_published_and_not_found_out_at_its_delivery()
    {
        await using var host = await OutboxHost.StartAsync(Database, Arrivals, listens: false);
        await host.InScopeAsync(async (context, services) =>
        {
            Assert.That(
                async () => await services.GetRequiredService<IPublishEndpoint>().Publish(new HomelessMessage()),
                Throws.InstanceOf<Exception>().With.Message.Contains(nameof(HomelessMessage)));
            await context.SaveChangesAsync();
        });
        Assert.That(await host.ReadAsync(x => x.Set<OutboxMessage>().CountAsync()), Is.Zero);
    }
}
