using MassTransit;
using Quartz;
using Vsm.Bus;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Registry;

/// <summary>Has the registry look for agents that nobody has heard of.</summary>
internal sealed class HeartbeatSweep(IBus bus, TimeProvider clock) : IJob
{
    public const string Queue = "vsm.s3.registry";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await bus.SendTo(Queue, new CheckAgentHeartbeats { At = clock.GetUtcNow() }, cancellationToken);
}
