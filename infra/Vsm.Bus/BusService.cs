using Microsoft.Extensions.Hosting;

namespace Vsm.Bus;

/// <summary>Work that goes on while the bus runs: from the end of the start to the beginning of the stop.</summary>
public abstract class BusService(IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>The work; what it throws ends the process.</summary>
    protected abstract Task RunAsync(CancellationToken cancel);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await lifetime.WaitForStartAsync(running.Token);
            await RunAsync(running.Token);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            // Asked to end, before or after the start was done.
        }
        catch
        {
            // The host logs it and stops; whoever started the process is to see that it did not end well.
            Environment.ExitCode = 1;
            throw;
        }
    }
}
