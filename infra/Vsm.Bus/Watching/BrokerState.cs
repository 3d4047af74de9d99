namespace Vsm.Bus.Watching;

/// <summary>Whether the broker takes messages now, as seen on a connection of its own.</summary>
public sealed class BrokerState
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _problem;

    internal BrokerState() => _flowing.SetResult();

    /// <summary>Why it does not; null: it does.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
            {
                return _problem;
            }
        }
    }

    /// <summary>Waits until it takes messages, or the token says that this took too long.</summary>
    public Task WaitAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            return _flowing.Task.WaitAsync(cancel);
        }
    }

    internal void Set(string? problem)
    {
        lock (_lock)
        {
            if (problem is null)
            {
                _flowing.TrySetResult();
            }
            else if (_flowing.Task.IsCompleted)
            {
                _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _problem = problem;
        }
    }
}
