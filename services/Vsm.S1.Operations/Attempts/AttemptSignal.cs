using System.Threading.Channels;

namespace Vsm.S1.Operations.Attempts;

/// <summary>Says in this process that there may be an attempt to begin. Said twice before anybody listens, it is said once.</summary>
internal sealed class AttemptSignal
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Wake() => _signals.Writer.TryWrite(true);

    public IAsyncEnumerable<bool> ListenAsync(CancellationToken cancel) => _signals.Reader.ReadAllAsync(cancel);
}
