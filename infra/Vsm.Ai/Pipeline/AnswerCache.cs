namespace Vsm.Ai.Pipeline;

/// <summary>Answers that a process keeps, up to so many bytes; what was not asked for the longest goes first.</summary>
internal sealed class AnswerCache(long mostBytes, TimeProvider clock)
{
    // What an entry takes beside the answer: its key, twice a node, and the like.
    private const int Around = 512;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    public long Bytes { get; private set; }

    /// <returns>Null: there is none that is younger.</returns>
    public byte[]? Find(string key, TimeSpan age)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            if (clock.GetElapsedTime(node.Value.At) >= age)
            {
                Remove(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Answer;
        }
    }

    public void Keep(string key, byte[] answer)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var before))
            {
                Remove(before);
            }

            _entries[key] = _byUse.AddLast(new Entry(key, answer, clock.GetTimestamp()));
            Bytes += answer.Length + Around;
            while (Bytes > mostBytes)
            {
                Remove(_byUse.First!);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        Bytes -= node.Value.Answer.Length + Around;
    }

    private sealed record Entry(string Key, byte[] Answer, long At);
}
