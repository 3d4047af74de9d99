using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Scheduling;

public sealed record TimerRang
{
    public required int Number { get; init; }

    public required DateTime Due { get; init; }
}

/// <summary>Replicas of Control as processes, which keep timers, and a process that sets some and notes what comes.</summary>
internal sealed class SchedulerNodes : IAsyncDisposable
{
    private const string Node = "Vsm.S3.Control";
    private const string Arrivals = "vsm-test-timers";
    private static readonly string[] Queues =
        ["vsm.s3.scheduler", "vsm.s3.tasks", "vsm.s3.intake", "vsm.s3.organisations", "vsm.s3.registry", "vsm.dead-letters", Arrivals];
    private readonly List<ServiceProcess> _processes = [];
    private readonly ConcurrentQueue<Arrival> _arrivals = [];
    private readonly IReadOnlyDictionary<string, string> _settings;
    private IHost _sender = null!;

    private SchedulerNodes(PrivateDatabase database, PrivateBroker broker) =>
        (Database, Broker, _settings) = (database, broker, ServiceSettings.Of(broker.Address, database.ConnectionString));

    public PrivateDatabase Database { get; }

    public PrivateBroker Broker { get; }

    public IReadOnlyList<Arrival> All => [.. _arrivals];

    /// <summary>What the nodes complained of.</summary>
    public string Warnings => string.Join('\n', _processes.SelectMany(x => x.Output.Split('\n')).Where(x => x.Contains("warn:", StringComparison.Ordinal) || x.Contains("fail:", StringComparison.Ordinal)));

    public static async Task<SchedulerNodes> CreateAsync()
    {
        var nodes = new SchedulerNodes(await PrivateDatabase.CreateAsync(TestServers.PostgreSql), await PrivateBroker.ConnectAsync(TestServers.RabbitMq, Queues));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddMessageScheduler(new Uri("exchange:vsm.s3.scheduler"));
            bus.UsingRabbitMq((_, rabbitMq) =>
            {
                rabbitMq.Host(TestServers.RabbitMq);
                rabbitMq.ReceiveEndpoint(Arrivals, x =>
                {
                    x.PrefetchCount = 200;
                    x.Handler<TimerRang>(y =>
                    {
                        nodes._arrivals.Enqueue(new Arrival(y.Message.Number, y.Message.Due, y.MessageId!.Value, TimeProvider.System.GetUtcNow().UtcDateTime));
                        return Task.CompletedTask;
                    });
                });
            });
        });
        nodes._sender = builder.Build();
        await nodes._sender.StartAsync();
        return nodes;
    }

    public async Task<ServiceProcess> StartAsync(params (string Key, string Value)[] more)
    {
        var process = ServiceProcess.Start(Node, [], more.Aggregate(new Dictionary<string, string>(_settings), (all, x) =>
        {
            all[x.Key] = x.Value;
            return all;
        }));
        _processes.Add(process);
        await process.StartedAsync(TimeSpan.FromMinutes(2));
        return process;
    }

    /// <summary>Sets timers, and waits until they are stored.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> SetAsync(int count, Func<int, DateTime> due)
    {
        var start = TimeProvider.System.GetTimestamp();
        await using var scope = _sender.Services.CreateAsyncScope();
        var scheduler = scope.ServiceProvider.GetRequiredService<IMessageScheduler>();
        var address = new Uri($"exchange:{Arrivals}");
        await Task.WhenAll(Enumerable.Range(0, count).Select(x => scheduler.ScheduleSend(address, due(x), new TimerRang { Number = x, Due = due(x) })));
        await Eventually.ReadAsync("timers stored", StoredAsync, x => x == count, TimeSpan.FromMinutes(2));
        return TimeProvider.System.GetElapsedTime(start);
    }

    public Task<long> StoredAsync() => Database.ScalarAsync<long>("select count(*) from scheduler.qrtz_triggers where trigger_group = 'once'");

    /// <summary>Waits until each has come, and until nothing is left that could come again.</summary>
    public async Task AllInAsync(int count)
    {
        await Eventually.ReadAsync("timers rung", () => Task.FromResult(_arrivals.Select(x => x.Number).Distinct().Count()), x => x == count, TimeSpan.FromMinutes(3));
        await Eventually.ReadAsync(
            "timers left", () => Database.ScalarAsync<long>("select (select count(*) from scheduler.qrtz_triggers) + (select count(*) from scheduler.qrtz_fired_triggers)"),
            x => x == 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _sender.StopAsync();
        _sender.Dispose();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}

internal sealed record Arrival(int Number, DateTime Due, Guid MessageId, DateTime At);
