using MassTransit;
using Vsm.Persistence;

namespace Vsm.Scheduling;

/// <summary>Timers wait for their database as everything else of the process does.</summary>
internal sealed class WaitingStart(StoreWait wait) : ISchedulerStart
{
    public Task RunAsync(Func<CancellationToken, Task> create, CancellationToken cancel) => wait.RunAsync("to make the tables of timers", create, cancel);
}
