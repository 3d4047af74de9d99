using System.Collections.Concurrent;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Outbox;

/// <summary>A process with the bus outbox of a context, and a queue in which it sees what arrived.</summary>
internal sealed class OutboxHost : IAsyncDisposable
{
    public const string Events = "vsm.integration.outbox.events";
    public const string Commands = "vsm.integration.outbox.commands";
    private readonly IHost _host;

    private OutboxHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public static async Task<OutboxHost> StartAsync(
        PrivateDatabase database, Arrivals arrivals, Action<IBusRegistrationConfigurator>? add = null, Action<IReceiveEndpointConfigurator, IRegistrationContext>? commands = null,
        TimeProvider? clock = null, bool listens = true,
        Action<NpgsqlDbContextOptionsBuilder>? postgres = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddDbContext<OutboxDbContext>(x => x.UseNpgsql(database.ConnectionString, postgres));
        builder.Services.AddSingleton(arrivals);
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddEntityFrameworkOutbox<OutboxDbContext>(x =>
            {
                x.UsePostgres();
                x.QueryDelay = TimeSpan.FromMilliseconds(200);
                x.UseBusOutbox();
            });
            add?.Invoke(bus);
            bus.UsingRabbitMq((context, rabbitMq) =>
            {
                rabbitMq.Host(TestServers.RabbitMq);
                if (listens)
                {
                    rabbitMq.ReceiveEndpoint(Events, x =>
                    {
                        x.ConcurrentMessageLimit = 1;
                        x.Handler<IOrderEvent>(y =>
                        {
                            arrivals.Add(y);
                            return Task.CompletedTask;
                        });
                    });
                }

                if (commands is not null)
                {
                    rabbitMq.ReceiveEndpoint(Commands, x => commands(x, context));
                }
            });
        });
        var host = builder.Build();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<OutboxDbContext>().Database.EnsureCreatedAsync();
        }

        await host.StartAsync();
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return new OutboxHost(host);
    }

    /// <summary>Does something in a scope as a web request has one.</summary>
    public async Task InScopeAsync(Func<OutboxDbContext, IServiceProvider, Task> act)
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<OutboxDbContext>(), scope.ServiceProvider);
    }

    public async Task<T> ReadAsync<T>(Func<OutboxDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<OutboxDbContext>());
    }

    /// <summary>Waits until nothing is stored any more that is to be sent, nor that it was.</summary>
    public async Task EmptyAsync()
    {
        await Eventually.ReadAsync("stored messages", () => ReadAsync(x => x.Set<OutboxMessage>().CountAsync()), x => x == 0);
        await Eventually.ReadAsync("stored outboxes", () => ReadAsync(x => x.Set<OutboxState>().CountAsync(y => y.Quarantined == null)), x => x == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>What came, in the order in which it came.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentQueue<(int Number, Guid MessageId)> _all = [];

    public IReadOnlyList<int> Numbers => [.. _all.Select(x => x.Number)];

    public IReadOnlyList<Guid> MessageIds => [.. _all.Select(x => x.MessageId)];

    public void Add(ConsumeContext<IOrderEvent> context) => _all.Enqueue((context.Message.Number, context.MessageId!.Value));

    public Task UntilAsync(Func<IReadOnlyList<int>, bool> fits) => Eventually.ReadAsync("arrivals", () => Task.FromResult(Numbers), fits);
}
