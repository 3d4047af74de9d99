namespace Vsm.S1.Operations.Execution;

/// <summary>What this replica works on, and what was given up before it was begun.</summary>
internal sealed class RunningWork
{
    public const int MostAbandoned = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Task, int Attempt), List<CancellationTokenSource>> _running = [];
    private readonly HashSet<(Guid Task, int Attempt)> _abandoned = [];
    private readonly Queue<(Guid Task, int Attempt)> _order = new();

    /// <summary>Begins an attempt; one that is delivered twice is two pieces of work.</summary>
    /// <returns>Cancelled when the attempt is abandoned; null when it was before it began.</returns>
    public CancellationTokenSource? Begin(Guid task, int attempt)
    {
        lock (_lock)
        {
            if (_abandoned.Contains((task, attempt)))
            {
                return null;
            }

            if (!_running.TryGetValue((task, attempt), out var work))
            {
                _running[(task, attempt)] = work = [];
            }

            var source = new CancellationTokenSource();
            work.Add(source);
            return source;
        }
    }

    /// <summary>Whether an attempt was abandoned, as far as this process was told.</summary>
    public bool IsAbandoned(Guid task, int attempt)
    {
        lock (_lock)
        {
            return _abandoned.Contains((task, attempt));
        }
    }

    /// <summary>Forgets what <see cref="Begin"/> gave out.</summary>
    public void End(Guid task, int attempt, CancellationTokenSource source)
    {
        lock (_lock)
        {
            if (_running.TryGetValue((task, attempt), out var work) && work.Remove(source) && work.Count == 0)
            {
                _running.Remove((task, attempt));
            }
        }
    }

    /// <summary>Stops an attempt, or keeps it from being begun.</summary>
    public Task AbandonAsync(Guid task, int attempt)
    {
        CancellationTokenSource[] work;
        lock (_lock)
        {
            if (_abandoned.Add((task, attempt)))
            {
                _order.Enqueue((task, attempt));
                if (_order.Count > MostAbandoned)
                {
                    _abandoned.Remove(_order.Dequeue());
                }
            }

            work = _running.TryGetValue((task, attempt), out var running) ? [.. running] : [];
        }

        // Outside the lock, as what is cancelled may end right there.
        return Task.WhenAll(work.Select(x => x.CancelAsync()));
    }
}
