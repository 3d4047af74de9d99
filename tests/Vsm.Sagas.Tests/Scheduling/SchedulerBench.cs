using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Scheduling;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Scheduling;

/// <summary>A process that keeps timers in memory, and a queue that notes what comes.</summary>
internal sealed class SchedulerBench : IAsyncDisposable
{
    public const string Queue = "vsm.tests.alarms";
    private readonly FunctionHarness _function;
    private readonly AsyncServiceScope _scope;

    private SchedulerBench(FunctionHarness function) => (_function, _scope) = (function, function.Services.CreateAsyncScope());

    public IServiceProvider Services => _function.Services;

    public IBus Bus => _function.Harness.Bus;

    public IMessageScheduler Scheduler => _scope.ServiceProvider.GetRequiredService<IMessageScheduler>();

    public Rung Rung => Services.GetRequiredService<Rung>();

    public static Uri Address { get; } = new($"exchange:{Queue}");

    public static DateTime In(double seconds) => TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(seconds);

    public static async Task<SchedulerBench> StartAsync(Action<IBusRegistrationConfigurator>? add = null) => new(await FunctionHarness.StartAsync(x =>
    {
        x.Services.AddSingleton<Rung>();
        x.AddVsmScheduler();
        x.AddToBus(bus =>
        {
            bus.AddConsumer<AlarmConsumer>().Endpoint(y => y.Name = Queue);
            add?.Invoke(bus);
        });
    }));

    public async Task SendAsync<T>(T command, CancellationToken cancel = default)
        where T : class => await (await Bus.GetSendEndpoint(SchedulerQueue.Address)).Send(command, cancel);

    public async Task<IReadOnlyList<TimerView>> TimersAsync()
    {
        var scheduler = await Services.GetRequiredService<MassTransit.QuartzIntegration.SchedulerHost>().Ready;
        var page = await scheduler.QueryTriggers(new Quartz.TriggerQuery());
        return [.. page.Items.Select(x => new TimerView(x.Key.Name, x.Key.Group))];
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _function.DisposeAsync();
    }

    internal sealed record TimerView(string Name, string Group);
}

public interface IAlarm
{
    string Text { get; }
}

public sealed record Alarm : IAlarm
{
    public required string Text { get; init; }

    public Guid? CorrelationId { get; init; }
}

internal sealed class AlarmConsumer(Rung rung) : IConsumer<Alarm>
{
    public Task Consume(ConsumeContext<Alarm> context)
    {
        rung.Add(context);
        return Task.CompletedTask;
    }
}

/// <summary>What came, with its headers.</summary>
internal sealed class Rung
{
    private readonly ConcurrentQueue<Ring> _all = [];

    public IReadOnlyList<Ring> All => [.. _all];

    public void Add(ConsumeContext<Alarm> context) => _all.Enqueue(new Ring(
        context.Message, context.MessageId, context.CorrelationId, context.ConversationId, context.ResponseAddress,
        context.Headers.GetAll().ToDictionary(x => x.Key, x => x.Value.ToString() ?? ""), TimeProvider.System.GetUtcNow().UtcDateTime,
        context.ReceiveContext.ContentType.MediaType));

    public Task<IReadOnlyList<Ring>> UntilAsync(int count) => Eventually.ReadAsync("alarms", () => Task.FromResult(All), x => x.Count >= count, TimeSpan.FromSeconds(60));
}

internal sealed record Ring(
    Alarm Message, Guid? MessageId, Guid? CorrelationId, Guid? ConversationId, Uri? ResponseAddress, IReadOnlyDictionary<string, string> Headers, DateTime At,
    string ContentType);
