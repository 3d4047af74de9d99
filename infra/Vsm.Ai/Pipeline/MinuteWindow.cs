namespace Vsm.Ai.Pipeline;

/// <summary>What was done within the last minute, and so when more may be. Nothing that is let through ever exceeds a limit within any minute.</summary>
internal sealed class MinuteWindow
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly LinkedList<Entry> _entries = [];
    private long _tokens;

    /// <summary>How long until so many tokens more fit; 0: they do now.</summary>
    /// <param name="rate">The limits.</param>
    /// <param name="tokens">More than the limit are let through when nothing else was.</param>
    /// <param name="now">A time that never goes back.</param>
    public TimeSpan WaitFor(RateOptions rate, long tokens, TimeSpan now)
    {
        while (_entries.First is { } oldest && now - oldest.Value.At >= Minute)
        {
            Remove(oldest.Value);
        }

        var wanted = rate.Tokens is { } most ? Math.Min(tokens, most) : 0;
        var (count, sum, wait) = (_entries.Count, _tokens, TimeSpan.Zero);
        for (var entry = _entries.First; entry is not null && (count >= rate.Requests || sum + wanted > rate.Tokens); entry = entry.Next)
        {
            wait = entry.Value.At + Minute - now;
            count--;
            sum -= entry.Value.Tokens;
        }

        return wait;
    }

    public Entry Add(long tokens, TimeSpan now)
    {
        var entry = new Entry { At = now, Tokens = tokens };
        entry.Node = _entries.AddLast(entry);
        _tokens += tokens;
        return entry;
    }

    /// <summary>Says how many it really were.</summary>
    public void Correct(Entry entry, long tokens)
    {
        if (entry.Node?.List is not null)
        {
            _tokens += tokens - entry.Tokens;
            entry.Tokens = tokens;
        }
    }

    /// <summary>It was not done after all.</summary>
    public void Remove(Entry entry)
    {
        if (entry.Node?.List is not null)
        {
            _entries.Remove(entry.Node);
            _tokens -= entry.Tokens;
        }
    }

    /// <summary>Something that was done.</summary>
    internal sealed class Entry
    {
        public required TimeSpan At { get; init; }

        public required long Tokens { get; set; }

        public LinkedListNode<Entry>? Node { get; set; }
    }
}
