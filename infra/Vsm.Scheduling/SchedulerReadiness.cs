using MassTransit;
using Vsm.Hosting.Health;

namespace Vsm.Scheduling;

/// <summary>A process is not ready while its timers do not fire.</summary>
internal sealed class SchedulerReadiness(MessageSchedulerHealth health) : IReadiness
{
    public string Name => "scheduler";

    public string? Problem => health.Problem;
}
