using Quartz;
using Vsm.Bus;

namespace Vsm.S3.Control;

/// <summary>
/// Recurring work that sends commands, at one replica at a time. It leaves off when the process stops, as the bus stops before the scheduler does, and
/// goes on by itself when a server that failed is back.
/// </summary>
[DisallowConcurrentExecution]
internal abstract class Sweep(SweepLease lease, SweepTrouble trouble, IHostApplicationLifetime lifetime) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            await lifetime.WaitForStartAsync(running.Token);
            if (await lease.TakeAsync(running.Token))
            {
                await SweepAsync(running.Token);
            }

            trouble.Over(GetType().Name);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The process stops. What is due is so still at the next start, or at a replica.
        }
        catch (Exception exception)
        {
            trouble.Note(GetType().Name, exception);
        }
    }

    protected abstract Task SweepAsync(CancellationToken cancel);
}
