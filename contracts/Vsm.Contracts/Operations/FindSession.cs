namespace Vsm.Contracts.Operations;

/// <summary>Asks System 1 for a conversation; answered by <see cref="SessionFound"/> or <see cref="SessionNotFound"/>.</summary>
public sealed record FindSession
{
    public required Guid AgentId { get; init; }

    public required string User { get; init; }
}

/// <summary>The conversation that was asked for.</summary>
public sealed record SessionFound
{
    public required Conversation Conversation { get; init; }
}

/// <summary>There is no conversation of that user with that System 1.</summary>
public sealed record SessionNotFound
{
    public required Guid AgentId { get; init; }

    public required string User { get; init; }
}

/// <summary>Asks System 1 for conversations, those with the latest turn first; answered by <see cref="SessionsListed"/>.</summary>
public sealed record ListSessions
{
    public string Vsm { get; init; } = VsmInstance.Root;

    public Guid? AgentId { get; init; }

    public string? User { get; init; }

    /// <summary>1 to 500.</summary>
    public required int Limit { get; init; }

    /// <summary>With <see cref="AfterId"/>: the last one of the part before.</summary>
    public DateTimeOffset? AfterAt { get; init; }

    public Guid? AfterId { get; init; }
}

/// <summary>Conversations.</summary>
public sealed record SessionsListed
{
    public required IReadOnlyList<Session> Sessions { get; init; }

    /// <summary>Whether there are others behind them.</summary>
    public required bool More { get; init; }
}

/// <summary>Forgets a conversation with all that was said in it; answered by <see cref="SessionDeleted"/> or <see cref="SessionNotFound"/>.</summary>
public sealed record DeleteSession
{
    public required Guid AgentId { get; init; }

    public required string User { get; init; }
}

/// <summary>The conversation is gone.</summary>
public sealed record SessionDeleted
{
    public required Guid SessionId { get; init; }
}
