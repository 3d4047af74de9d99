using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Vsm.Bus.Watching;

/// <summary>
/// Sees endpoints that the bus takes for healthy and that do nothing, as after a fault in its connection. Nothing in the process revives such a one:
/// liveness fails, and goes on failing.
/// </summary>
public sealed partial class Watchdog : BackgroundService
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);
    private readonly Endpoints _endpoints;
    private readonly BrokerState _state;
    private readonly BrokerProbe? _probe;
    private readonly BusOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    internal Watchdog(
        Endpoints endpoints, BrokerState state, BrokerProbe? probe, IOptions<BusOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock,
        ILogger<Watchdog> logger) =>
        (_endpoints, _state, _probe, _options, _lifetime, _clock, _logger) = (endpoints, state, probe, options.Value, lifetime, clock, logger);

    /// <summary>Why the process has to be restarted; null: it has not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Judges all endpoints by what is known now.</summary>
    internal void Judge()
    {
        if (Failure is not null || _lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        foreach (var endpoint in _endpoints.Watched)
        {
            if (endpoint.Sight.Death(_clock.GetUtcNow(), _options.Watchdog.Patience, _options.HandlerLimit) is { } reason)
            {
                Failure = $"Queue {endpoint.Queue}: {reason}";
                LogDead(endpoint.Queue, reason);
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = _options.Watchdog.Interval < ProbeInterval ? _options.Watchdog.Interval : ProbeInterval;
        using var timer = new PeriodicTimer(pause, _clock);
        var looked = _clock.GetTimestamp();
        do
        {
            if (_probe is not null && await ProbeAsync(_probe, stoppingToken) && _clock.GetElapsedTime(looked) >= _options.Watchdog.Interval)
            {
                looked = _clock.GetTimestamp();
                await LookAsync(_probe, stoppingToken);
            }

            Judge();
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    /// <returns>Whether the broker answers, so that looking at queues is worth while.</returns>
    private async Task<bool> ProbeAsync(BrokerProbe probe, CancellationToken cancel)
    {
        try
        {
            await probe.ProbeAsync(cancel);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            Lost(exception);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (_state.Problem is null)
        {
            return true;
        }

        CannotTell();
        return false;
    }

    private async Task LookAsync(BrokerProbe probe, CancellationToken cancel)
    {
        try
        {
            foreach (var endpoint in _endpoints.Watched)
            {
                var (ready, consumers) = await probe.LookAsync(endpoint.Queue, cancel) ?? (0, 0);
                endpoint.Saw(ready, consumers);
            }
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            Lost(exception);
            CannotTell();
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    // A broker that is away is no fault of this process, and no restart brings it back.
    private void Lost(Exception exception) => _state.Set($"it does not answer ({(exception.InnerException ?? exception).Message})");

    private void CannotTell()
    {
        foreach (var endpoint in _endpoints.Watched)
        {
            endpoint.CannotTell();
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "Queue {Queue} is dead in this process: {Reason}. /health/live fails from now on, so that the supervisor restarts the process; restart it by hand where there is none")]
    private partial void LogDead(string queue, string reason);
}
