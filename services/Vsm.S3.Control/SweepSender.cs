using System.Collections.Concurrent;
using MassTransit;
using Vsm.Bus;

namespace Vsm.S3.Control;

/// <summary>
/// Sends what a sweep found. The bus holds on to what it cannot send until the broker is back; more behind that would be the same once more, so no
/// more than one lot of a kind is ever under way.
/// </summary>
internal sealed class SweepSender(IBus bus, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Type, Task> _lots = new();

    /// <summary>Waits for the lot before.</summary>
    /// <exception cref="TimeoutException">It still waits for the broker.</exception>
    public async Task ReadyAsync<T>(CancellationToken cancel)
    {
        if (_lots.TryGetValue(typeof(T), out var lot))
        {
            await WaitAsync(Task.WhenAny(lot), cancel); // how it ended was told to who sent it
        }
    }

    /// <exception cref="TimeoutException">The broker has not taken it yet; it is sent when it does.</exception>
    public async Task SendAsync<T>(string queue, IReadOnlyList<T> commands, CancellationToken cancel)
        where T : class
    {
        // The wait ends, not the sending: a publish that is cancelled half-way harms the channel that others use.
        var lot = Task.WhenAll(commands.Select(x => bus.SendTo(queue, x, CancellationToken.None)));
        _lots[typeof(T)] = lot;
        await WaitAsync(lot, cancel);
        if (commands.Count > 0)
        {
            CrashPoint.Reached("sweep-sent");
        }
    }

    private async Task WaitAsync(Task task, CancellationToken cancel)
    {
        try
        {
            await task.WaitAsync(Patience, clock, cancel);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The broker has not taken what was sent for {Patience.TotalSeconds:0} seconds.");
        }
    }
}
