using Quartz;

namespace Vsm.S3.Control;

/// <summary>Recurring work that sends commands: it leaves off when the process stops, as the bus stops before the scheduler does.</summary>
internal abstract class Sweep(IHostApplicationLifetime lifetime) : IJob
{
    protected abstract Task SweepAsync(CancellationToken cancel);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                await SweepAsync(cancellationToken);
            }
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The bus was stopped meanwhile. What is due is so still at the next start, or at a replica.
        }
    }
}
