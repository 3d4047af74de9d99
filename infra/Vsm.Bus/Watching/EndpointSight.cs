namespace Vsm.Bus.Watching;

/// <summary>What is known of one queue's endpoint in this process at one moment.</summary>
internal sealed record EndpointSight
{
    /// <summary>Messages that it may work on at the same time.</summary>
    public required int Limit { get; init; }

    /// <summary>Only one consumer of all replicas gets messages, and it need not be ours.</summary>
    public bool SingleActive { get; init; }

    /// <summary>When a message last came in or was done with; at first, when the endpoint was there.</summary>
    public required DateTimeOffset Progress { get; init; }

    /// <summary>When the messages in work came in.</summary>
    public IReadOnlyList<DateTimeOffset> Running { get; init; } = [];

    /// <summary>Since when every look found ready messages; null: the last did not, or could not tell.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>Since when every look found ready messages and no consumer at all.</summary>
    public DateTimeOffset? AloneSince { get; init; }

    /// <summary>Why the endpoint must be taken for dead; null: it lives, or that cannot be told.</summary>
    public string? Death(DateTimeOffset now, TimeSpan patience, TimeSpan handlerLimit)
    {
        if (Running.Where(x => now - x > handlerLimit + patience).Order().Cast<DateTimeOffset?>().FirstOrDefault() is { } stuck)
        {
            return $"a message has been in work since {stuck:O}, which {handlerLimit:c} (Vsm:HandlerLimit) should have ended";
        }

        if (now - AloneSince >= patience)
        {
            return $"messages have been ready since {AloneSince:O}, and nothing consumes them";
        }

        var busy = Running.Count(x => now - x <= handlerLimit) >= Limit;
        return !SingleActive && !busy && now - ReadySince >= patience && now - Progress >= patience
            ? $"messages have been ready since {ReadySince:O}, and none has come here or was done with since {Progress:O}"
            : null;
    }
}
