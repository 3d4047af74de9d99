using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vsm.Bus;
using Vsm.Scheduling;

namespace Vsm.Contracts.Tests;

/// <summary>All that the contracts have is scheduled, stored as text, sent when due, and compared with what was scheduled.</summary>
public sealed class When_a_message_waits_for_its_time
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeProvider Clock = TimeProvider.System;
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<object>> _arrived = new();
    private IHost _host = null!;

    private static IEnumerable<TestCaseData> Types => WireTypes.Cases();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Vsm:Transport", "InMemory"), KeyValuePair.Create<string, string?>("Vsm:Store", "InMemory")]);
        builder.Logging.ClearProviders();
        builder.AddVsmScheduler();
        builder.AddBus();
        _host = builder.Build();
        await _host.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [TestCaseSource(nameof(Types))]
    public async Task It_comes_as_it_was_scheduled(Type type)
    {
        var sent = Filler.Full(type);
        var schedule = typeof(When_a_message_waits_for_its_time).GetMethod(nameof(ScheduleAsync), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(type);
        var arrived = await await (Task<Task<object>>)schedule.Invoke(this, [sent])!;
        Assert.That(JsonSerializer.Serialize(arrived, type, BusJson.Options), Is.EqualTo(JsonSerializer.Serialize(sent, type, BusJson.Options)));
    }

    private async Task<Task<object>> ScheduleAsync<T>(T message)
        where T : class
    {
        var arrived = _arrived.GetOrAdd(typeof(T), _ => new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously));
        var queue = $"vsm.tests.{WireTypes.NameOf(typeof(T))}";
        var endpoint = _host.Services.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint(queue, (_, x) =>
        {
            x.ConfigureConsumeTopology = false;
            x.Handler<T>(y =>
            {
                arrived.TrySetResult(y.Message);
                return Task.CompletedTask;
            });
        });
        await endpoint.Ready;
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageScheduler>().ScheduleSend(new Uri($"exchange:{queue}"), Clock.GetUtcNow().UtcDateTime, message);
        return arrived.Task.WaitAsync(Patience);
    }
}
