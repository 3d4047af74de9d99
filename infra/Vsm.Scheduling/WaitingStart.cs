using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Persistence;

namespace Vsm.Scheduling;

/// <summary>Timers wait for their database as everything else of the process does, where the process has a store.</summary>
internal sealed class WaitingStart(IServiceProvider services) : ISchedulerStart
{
    public Task RunAsync(Func<CancellationToken, Task> create, CancellationToken cancel) => services.GetService<IStoreProvider>() is null
        ? create(cancel)
        : services.GetRequiredService<StoreWait>().RunAsync("to make the tables of timers", create, cancel);
}
