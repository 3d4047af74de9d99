using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vsm.Bus;
using Vsm.Hosting;
using Vsm.Scheduling;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Scheduling;

public interface ITolled
{
    string Text { get; }
}

public sealed record BellTolled : ITolled
{
    public required string Text { get; init; }
}

/// <summary>A process that keeps timers on real servers, within this one, and notes what comes.</summary>
internal sealed class SchedulingProcess : IAsyncDisposable
{
    public const string Queue = "vsm.integration.bells";
    private readonly WebApplication _app;
    private readonly AsyncServiceScope _scope;

    private SchedulingProcess(WebApplication app) => (_app, _scope) = (app, app.Services.CreateAsyncScope());

    public static Uri Address { get; } = new($"exchange:{Queue}");

    public IServiceProvider Services => _app.Services;

    public IMessageScheduler Scheduler => _scope.ServiceProvider.GetRequiredService<IMessageScheduler>();

    public string Url => _app.Urls.First();

    public static async Task<SchedulingProcess> StartAsync(PrivateDatabase database, Tolls tolls, TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var builder = VsmHost.CreateBuilder([], new Dictionary<string, string?>(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)))
        {
            ["Vsm:RabbitMq:Uri"] = TestServers.RabbitMq.ToString(),
            ["Vsm:Database:ConnectionString"] = database.ConnectionString,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(tolls);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddVsmScheduler();
        builder.AddToBus(bus => bus.AddConsumer<TollConsumer>().Endpoint(x => x.Name = Queue));
        var app = builder.BuildVsm();
        await app.StartAsync();
        return new SchedulingProcess(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What came.</summary>
internal sealed class Tolls
{
    private readonly ConcurrentQueue<(string Text, Guid? MessageId, DateTimeOffset Scheduled)> _all = [];

    public IReadOnlyList<(string Text, Guid? MessageId, DateTimeOffset Scheduled)> All => [.. _all];

    public void Add(ConsumeContext<ITolled> context) =>
        _all.Enqueue((context.Message.Text, context.MessageId, context.Headers.Get<DateTimeOffset>(MessageHeaders.Quartz.Scheduled)!.Value));

    public Task UntilAsync(Func<IReadOnlyList<(string Text, Guid? MessageId, DateTimeOffset Scheduled)>, bool> fits) =>
        Eventually.ReadAsync("tolls", () => Task.FromResult(All), fits);
}

internal sealed class TollConsumer(Tolls tolls) : IConsumer<ITolled>
{
    public Task Consume(ConsumeContext<ITolled> context)
    {
        tolls.Add(context);
        return Task.CompletedTask;
    }
}
