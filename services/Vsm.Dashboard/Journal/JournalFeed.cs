namespace Vsm.Dashboard.Journal;

/// <summary>
/// Tells the streams of this process what its journal writer wrote. It keeps the latest entries, so that a stream that keeps up never reads
/// the table.
/// </summary>
internal sealed class JournalFeed
{
    public const int Kept = 512;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Latest> _latest = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when something was written after this was asked.</summary>
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

    public void Add(IReadOnlyList<JournalRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        TaskCompletionSource changed;
        lock (_lock)
        {
            foreach (var record in records)
            {
                Keep(record);
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>What follows a sequence number, without a gap; null when the feed does not reach back to it and the table has to be read.</summary>
    public IReadOnlyList<JournalRecord>? After(string vsm, long sequence)
    {
        lock (_lock)
        {
            return _latest.TryGetValue(vsm, out var latest) && latest.First <= sequence + 1
                ? [.. latest.Records.Where(x => x.Sequence > sequence)]
                : null;
        }
    }

    private void Keep(JournalRecord record)
    {
        if (!_latest.TryGetValue(record.Vsm, out var latest))
        {
            _latest[record.Vsm] = latest = new Latest();
        }

        // After another replica wrote for a while there is a gap, across which nothing can be told from here.
        if (latest.Last + 1 != record.Sequence)
        {
            latest.Records.Clear();
        }

        latest.Last = record.Sequence;
        latest.Records.Enqueue(record);
        if (latest.Records.Count > Kept)
        {
            latest.Records.Dequeue();
        }
    }

    private sealed class Latest
    {
        public Queue<JournalRecord> Records { get; } = [];

        public long First => Records.Peek().Sequence;

        public long Last { get; set; }
    }
}
