using System.Collections.Concurrent;
using MassTransit;

namespace Vsm.Bus.Watching;

/// <summary>Notes what goes in and out of one endpoint, and what was seen of its queue.</summary>
internal sealed class EndpointWatch(string queue, int limit, Func<bool> singleActive, TimeProvider clock) : IFilter<ReceiveContext>
{
    private readonly ConcurrentDictionary<long, DateTimeOffset> _running = new();
    private long _number;
    private long _progress = clock.GetUtcNow().UtcTicks;
    private DateTimeOffset? _readySince;
    private DateTimeOffset? _aloneSince;

    public string Queue => queue;

    public EndpointSight Sight => new()
    {
        Limit = limit,
        SingleActive = singleActive(),
        Progress = new DateTimeOffset(Interlocked.Read(ref _progress), TimeSpan.Zero),
        Running = [.. _running.Values],
        ReadySince = _readySince,
        AloneSince = _aloneSince,
    };

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var number = Interlocked.Increment(ref _number);
        _running[number] = Progress();
        try
        {
            await next.Send(context);
        }
        finally
        {
            _running.TryRemove(number, out _);
            Progress();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("endpointWatch");

    /// <summary>The queue was looked at.</summary>
    public void Saw(uint ready, uint consumers)
    {
        var now = clock.GetUtcNow();
        _readySince = ready > 0 ? _readySince ?? now : null;
        _aloneSince = ready > 0 && consumers == 0 ? _aloneSince ?? now : null;
    }

    /// <summary>The queue could not be looked at: what was seen before says nothing of the time since.</summary>
    public void CannotTell() => _readySince = _aloneSince = null;

    private DateTimeOffset Progress()
    {
        var now = clock.GetUtcNow();
        Interlocked.Exchange(ref _progress, now.UtcTicks);
        return now;
    }
}
