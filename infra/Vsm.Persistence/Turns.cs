namespace Vsm.Persistence;

/// <summary>
/// Within this process, what has the same key is done one after the other. Replicas meet at their rows. Each owner has turns of its own, which wait for nobody else's.
/// </summary>
/// <typeparam name="TOwner">Whose they are.</typeparam>
public sealed class Turns<TOwner> : IDisposable
{
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn, which lasts until what is returned is disposed of. Keys may share a lane: who has a turn takes no other.</summary>
    public async Task<IDisposable> TakeAsync<TKey>(TKey key, CancellationToken cancel)
        where TKey : notnull
    {
        var lane = _lanes[(uint)key.GetHashCode() % (uint)_lanes.Length];
        await lane.WaitAsync(cancel);
        return new Turn(lane);
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
