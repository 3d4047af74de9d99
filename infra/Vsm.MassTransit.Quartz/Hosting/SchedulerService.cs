using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>
/// The life of the scheduler in a process: it is there before commands come, fires while the bus runs, leaves off when the process begins to stop, and ends after
/// the bus.
/// </summary>
internal sealed partial class SchedulerService(
    SchedulerHost host, SchedulerClock clock, SendMessageJob job, IBusControl bus, MessageSchedulerHealth health, ILogger<SchedulerService> logger,
    ISchedulerStart? start = null)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private bool _ended;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await (start?.RunAsync(host.CreateAsync, cancellationToken) ?? host.CreateAsync(cancellationToken));
        if (clock.Offset.Duration() > Noticeable)
        {
            LogClock(clock.Offset.TotalSeconds);
        }

        _watching = WatchAsync(await host.Ready, _stopping.Token);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No timer fires from now on; those that do are waited for, as the bus is still there.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (host.Ready.IsCompletedSuccessfully)
        {
            await (await host.Ready).Standby(cancellationToken);
            await job.IdleAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => EndAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await EndAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task EndAsync(CancellationToken cancel)
    {
        if (!_ended && host.Ready.IsCompletedSuccessfully)
        {
            _ended = true;
            await (await host.Ready).Shutdown(true, cancel);
        }
    }

    private async Task WatchAsync(IScheduler scheduler, CancellationToken cancel)
    {
        using (var soon = new PeriodicTimer(WhileStarting, clock))
        {
            while (bus.CheckHealth().Status != BusHealthStatus.Healthy)
            {
                await soon.WaitForNextTickAsync(cancel);
            }
        }

        await scheduler.Start(cancel);
        health.Answered(scheduler);
        using var timer = new PeriodicTimer(BetweenComparisons, clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await clock.CompareAsync(cancel);
                health.Answered(scheduler);
            }
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                health.Failed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This machine's clock is {Seconds:0.0} s behind the database's, by which timers fire")]
    private partial void LogClock(double seconds);
}
