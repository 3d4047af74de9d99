namespace Vsm.S5.Policy;

/// <summary>
/// Within this process, one at a time changes what belongs together: a VSM instance, or the decision on a task. Replicas meet at the rows'
/// revisions and try again; here nobody has to, which an in-memory store relies on, as it cannot take half a change back.
/// </summary>
internal sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn, which lasts until what is returned is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancel)
    {
        var lane = _lanes[(uint)string.GetHashCode(key, StringComparison.Ordinal) % (uint)_lanes.Length];
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
