using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vsm.Benchmarks.Outbox;

/// <summary>A process with the bus outbox: one that writes and receives, or one that delivers.</summary>
internal static class OutboxHost
{
    public const string Queue = "vsm.benchmarks.outbox";
    private const int AtOnce = 200;

    public static IHost Writer(Uri rabbitMq, string database, MessageHandler<OutboxMeasured> receive) => Build(rabbitMq, database, delivers: false, receive);

    public static IHost Deliverer(Uri rabbitMq, string database) => Build(rabbitMq, database, delivers: true, null);

    private static IHost Build(Uri rabbitMq, string database, bool delivers, MessageHandler<OutboxMeasured>? receive)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<OutboxContext>(x => x.UseNpgsql(database));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddEntityFrameworkOutbox<OutboxContext>(x =>
            {
                x.UsePostgres();
                x.QueryDelay = TimeSpan.FromMilliseconds(100);
                x.QueryMessageLimit = AtOnce;
                x.DisableInboxCleanupService();
                x.UseBusOutbox(y =>
                {
                    y.MessageDeliveryLimit = AtOnce;
                    if (!delivers)
                    {
                        y.DisableDeliveryService();
                    }
                });
            });
            bus.UsingRabbitMq((_, cfg) =>
            {
                cfg.Host(rabbitMq);
                if (receive is not null)
                {
                    cfg.ReceiveEndpoint(Queue, x =>
                    {
                        x.SetQuorumQueue();
                        x.PrefetchCount = AtOnce;
                        x.Handler(receive);
                    });
                }
            });
        });
        return builder.Build();
    }
}
