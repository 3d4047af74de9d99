using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Registry;

/// <summary>Has the registry look for agents that nobody has heard of.</summary>
internal sealed class HeartbeatSweep(IBus bus, TimeProvider clock, IHostApplicationLifetime lifetime) : Sweep(lifetime)
{
    public const string Queue = "vsm.s3.registry";

    protected override async Task SweepAsync(CancellationToken cancel) =>
        await bus.SendTo(Queue, new CheckAgentHeartbeats { At = clock.GetUtcNow() }, cancel);
}
