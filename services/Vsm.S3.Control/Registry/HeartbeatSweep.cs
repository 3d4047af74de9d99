using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Registry;

/// <summary>Has the registry look for agents that nobody has heard of.</summary>
internal sealed class HeartbeatSweep(
    SweepSender sender, SweepLease lease, SweepTrouble trouble, TimeProvider clock, IHostApplicationLifetime lifetime) : Sweep(lease, trouble, lifetime)
{
    public const string Queue = "vsm.s3.registry";

    protected override async Task SweepAsync(CancellationToken cancel)
    {
        await sender.ReadyAsync<CheckAgentHeartbeats>(cancel);
        await sender.SendAsync(Queue, [new CheckAgentHeartbeats { At = clock.GetUtcNow() }], cancel);
    }
}
