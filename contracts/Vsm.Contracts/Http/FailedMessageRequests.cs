namespace Vsm.Contracts.Http;

/// <summary>Sends a failed message to its queue again.</summary>
public sealed record RetryRequest
{
    public required string By { get; init; }

    /// <summary>Why it may help now; needed once three retries have failed.</summary>
    public string? Note { get; init; }
}

/// <summary>Gives up a failed message.</summary>
public sealed record DiscardRequest
{
    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Which failed messages are meant: those that all given members fit. To mean all of them has to be said.</summary>
public sealed record FailedMessageFilter
{
    public string? Queue { get; init; }

    /// <summary>The contract.</summary>
    public string? Type { get; init; }

    public string? Exception { get; init; }

    /// <summary>Text that the reason contains, in any case.</summary>
    public string? Reason { get; init; }

    public bool All { get; init; }
}

/// <summary>Sends many failed messages to their queues again.</summary>
public sealed record RetryManyRequest
{
    public required FailedMessageFilter Filter { get; init; }

    public required string By { get; init; }

    /// <summary>Why it may help now; without one, messages are left out of which three retries failed.</summary>
    public string? Note { get; init; }
}

/// <summary>Gives up many failed messages.</summary>
public sealed record DiscardManyRequest
{
    public required FailedMessageFilter Filter { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>How many messages a request took up. What became of them is told by <see cref="FailedMessagesProgress"/>.</summary>
public sealed record FailedMessagesTaken
{
    /// <summary>Absent when there was nothing to do.</summary>
    public Guid? ActId { get; init; }

    public required int Count { get; init; }

    /// <summary>Fit the filter but were left out, as they need a note or were not kept whole.</summary>
    public required int LeftOut { get; init; }

    /// <summary>More fit the filter than one request takes up; ask again.</summary>
    public bool More { get; init; }
}
