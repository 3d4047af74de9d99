namespace Vsm.Bus;

/// <summary>The durable queues that this process takes messages from, in the order in which they were configured. Queues of one replica are not among them.</summary>
public sealed class DeclaredQueues
{
    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when a queue was added after this was asked.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>The names from a position on; a reader that asks from where it ended gets each of them once.</summary>
    public IReadOnlyList<string> From(int position)
    {
        lock (_lock)
        {
            return [.. _names.Skip(position)];
        }
    }

    internal void Add(string name)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_names.Contains(name))
            {
                return;
            }

            _names.Add(name);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
