namespace Vsm.Advice;

/// <summary>Copies of one question are asked one after the other within a process, so that the second finds what the first one paid for.</summary>
internal sealed class AdviceTurns : IDisposable
{
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn, which lasts until what is returned is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(Guid question, CancellationToken cancel)
    {
        var lane = _lanes[(uint)question.GetHashCode() % (uint)_lanes.Length];
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
