using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus.Watching;

namespace Vsm.Bus;

/// <summary>What is still to be done between the last message that is consumed and the end of the bus, such as shipping what was written last.</summary>
public interface IDrainStep
{
    /// <summary>Does it; the token says when the time to drain is over.</summary>
    Task DrainAsync(CancellationToken cancel);
}

/// <summary>
/// The first thing that a stop does: no new messages, those in work are finished or, when the time is over, cancelled and handed back; then what is
/// left to send. HTTP, the bus and the stores end after that, in this order.
/// </summary>
internal sealed partial class BusDrain(
    Endpoints endpoints, IEnumerable<IDrainStep> steps, IOptions<BusOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<BusDrain> logger)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has said so by now; a stop by the program itself says it after this only, and all that goes on while the bus runs waits for it.
        lifetime.StopApplication();
        var start = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.DrainTimeout, clock);
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Task.WhenAll(endpoints.Running.Select(x => StopAsync(x, drain.Token)));
        foreach (var step in steps)
        {
            try
            {
                await step.DrainAsync(drain.Token);
            }
            catch (Exception exception)
            {
                LogStep(exception, step.GetType().Name);
            }
        }

        LogDrained(clock.GetElapsedTime(start).TotalSeconds);
    }

    private async Task StopAsync(IReceiveEndpoint endpoint, CancellationToken cancel)
    {
        try
        {
            // An endpoint whose queue the broker has lost does not heed the token.
            await endpoint.Stop(cancel).WaitAsync(cancel);
        }
        catch (Exception exception)
        {
            // The stop of the bus closes what is left; the broker then hands its messages to others.
            LogEndpoint(exception, endpoint.InputAddress);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained within {Seconds:0.0} s")]
    private partial void LogDrained(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} was not stopped in time")]
    private partial void LogEndpoint(Exception exception, Uri endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Step} could not be done before the end; what it left is done after the next start")]
    private partial void LogStep(Exception exception, string step);
}
