using System.Collections.Concurrent;
using MassTransit;

namespace Vsm.Bus.Watching;

/// <summary>The endpoints of this process that run, by the names of their queues.</summary>
internal sealed class Endpoints(TimeProvider clock) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<string, EndpointWatch?> _ours = new();
    private readonly ConcurrentDictionary<string, IReceiveEndpoint> _running = new();

    /// <summary>Those on durable queues that have been ready and were not stopped since.</summary>
    public IReadOnlyList<EndpointWatch> Watched => [.. _running.Keys.Select(x => _ours[x]).OfType<EndpointWatch>()];

    /// <summary>All that consume what others send; the bus's own, which takes answers, is not among them.</summary>
    public IReadOnlyList<IReceiveEndpoint> Running => [.. _running.Values];

    /// <summary>An endpoint on a durable queue, to be watched.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="endpoint">The endpoint while it is configured.</param>
    /// <param name="singleActive">Whether only one consumer of all replicas gets messages.</param>
    public void Watch(string queue, IReceiveEndpointConfigurator endpoint, Func<bool> singleActive)
    {
        var watch = new EndpointWatch(queue, endpoint.ConcurrentMessageLimit ?? 1, singleActive, clock);
        _ours[queue] = watch;
        endpoint.ConfigureReceive(x => x.UseFilter(watch));
    }

    /// <summary>An endpoint on a queue of this replica alone.</summary>
    public void AddReplica(string queue) => _ours[queue] = null;

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (_ours.ContainsKey(Name(ready.InputAddress)))
        {
            _running[Name(ready.InputAddress)] = ready.ReceiveEndpoint;
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _running.TryRemove(Name(stopping.InputAddress), out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    private static string Name(Uri address) => address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
}
