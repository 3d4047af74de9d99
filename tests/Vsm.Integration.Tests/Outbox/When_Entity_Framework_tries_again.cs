using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Integration.Tests.Outbox;

/// <summary>A context with an execution strategy that tries again (<c>EnableRetryOnFailure</c>).</summary>
public sealed class When_Entity_Framework_tries_again : OutboxTest
{
    [Test]
    public async Task The_whole_pass_is_done_again_and_nobody_hears_of_the_first()
    {
        var (interference, faults) = (new Interference((_, _, _) => Task.CompletedTask), 0);
        await using var host = await OutboxHost.StartAsync(
            Database, Arrivals,
            bus =>
            {
                bus.AddSingleton(interference);
                bus.AddConsumer<PlaceOrderConsumer>();
            },
            (endpoint, context) =>
            {
                endpoint.ConcurrentMessageLimit = 1;
                endpoint.UseEntityFrameworkOutbox<OutboxDbContext>(context);
                endpoint.ConfigureConsumer<PlaceOrderConsumer>(context);
                endpoint.Handler<Fault<PlaceOrder>>(_ =>
                {
                    Interlocked.Increment(ref faults);
                    return Task.CompletedTask;
                });
            },
            postgres: x => x.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(50), null));
        await host.InScopeAsync((context, _) => context.Database.ExecuteSqlRawAsync("""
            create sequence outbox.tries;
            create function outbox.refuse_once() returns trigger language plpgsql as
              'begin if nextval(''outbox.tries'') = 1 then raise exception ''not now'' using errcode = ''40001''; end if; return new; end';
            create trigger refuse_once before insert on outbox."Orders" for each row execute function outbox.refuse_once();
            """));
        await SendAsync(host, 1);
        await Arrivals.UntilAsync(x => x.Contains(-1));
        await SendAsync(host, 2);

        await Arrivals.UntilAsync(x => x.Contains(-2));
        await host.EmptyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(interference.Count, Is.EqualTo(3), "the first message was consumed twice");
            Assert.That(Arrivals.Numbers, Is.EqualTo([1, -1, 2, -2]));
            Assert.That(await host.ReadAsync(x => x.Orders.CountAsync()), Is.EqualTo(2));
            Assert.That(await host.ReadAsync(x => x.Set<InboxState>().Select(y => y.ReceiveCount).ToListAsync()), Is.EqualTo([1, 1]));
            Assert.That(faults, Is.Zero);
        }
    }

    private static async Task SendAsync(OutboxHost host, int number) =>
        await (await host.Bus.GetSendEndpoint(new Uri($"queue:{OutboxHost.Commands}"))).Send(new PlaceOrder { Number = number });
}
