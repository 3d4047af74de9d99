using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vsm.Bus.Watching;
using Vsm.Persistence;

namespace Vsm.Hosting.Health;

/// <summary>Looks at what may take time in the background, so that probes are answered from what is known.</summary>
internal sealed class HealthMonitor(
    IEnumerable<IStoreProbe> stores, IOptions<StoreOptions> storeOptions, BrokerState broker, Watchdog watchdog, IBusControl bus, IHostApplicationLifetime lifetime,
    IEnumerable<IReadiness> others, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);
    private readonly IStoreProbe? _store = storeOptions.Value.Store == Store.InMemory ? null : stores.FirstOrDefault(); // all are on one server
    private volatile string? _database = "not asked yet";
    private long _looked = clock.GetTimestamp();

    public HealthRules Now => new()
    {
        Started = lifetime.ApplicationStarted.IsCancellationRequested,
        Draining = lifetime.ApplicationStopping.IsCancellationRequested,
        WatchdogProblem = watchdog.Failure,
        DatabaseProblem = clock.GetElapsedTime(Interlocked.Read(ref _looked)) is var age && age > Stale ? $"not asked for {age.TotalSeconds:0} s" : _database,
        BrokerProblem = broker.Problem,
        BusProblem = bus.CheckHealth() is { Status: not BusHealthStatus.Healthy } health ? $"{health.Status}: {health.Description}" : null,
        Others = [.. others.Select(x => new HealthCheck(x.Name, x.Problem))],
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        Task<bool>? asked = null;
        try
        {
            do
            {
                // One question at a time: a database that hangs is not given more of them.
                asked = asked is { IsCompleted: false } ? asked : AskAsync(stoppingToken);
                _database = await ProblemAsync(asked, stoppingToken);
                Interlocked.Exchange(ref _looked, clock.GetTimestamp());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private Task<bool> AskAsync(CancellationToken cancel) => _store is null ? Task.FromResult(true) : Task.Run(() => _store.AnswersAsync(cancel), cancel);

    private async Task<string?> ProblemAsync(Task<bool> asked, CancellationToken cancel)
    {
        try
        {
            return await asked.WaitAsync(Limit, clock, cancel) ? null : "it does not answer";
        }
        catch (TimeoutException)
        {
            return $"it did not answer within {Limit.TotalSeconds:0} s";
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            return $"it does not answer ({exception.GetBaseException().Message})";
        }
    }
}
