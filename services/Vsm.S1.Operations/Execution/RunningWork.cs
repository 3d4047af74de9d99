namespace Vsm.S1.Operations.Execution;

/// <summary>What this replica works on, and what was given up before it was begun.</summary>
internal sealed class RunningWork
{
    private const int MostAbandoned = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Task, int Attempt), CancellationTokenSource> _running = [];
    private readonly HashSet<(Guid Task, int Attempt)> _abandoned = [];
    private readonly Queue<(Guid Task, int Attempt)> _order = new();

    /// <summary>Begins an attempt.</summary>
    /// <returns>Cancelled when the attempt is abandoned; null when it was before it began.</returns>
    public CancellationTokenSource? Begin(Guid task, int attempt)
    {
        lock (_lock)
        {
            return _abandoned.Contains((task, attempt)) ? null : _running[(task, attempt)] = new CancellationTokenSource();
        }
    }

    public void End(Guid task, int attempt)
    {
        lock (_lock)
        {
            if (_running.Remove((task, attempt), out var source))
            {
                source.Dispose();
            }
        }
    }

    /// <summary>Stops an attempt, or keeps it from being begun.</summary>
    public void Abandon(Guid task, int attempt)
    {
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

            if (_running.TryGetValue((task, attempt), out var source))
            {
                source.Cancel();
            }
        }
    }
}
