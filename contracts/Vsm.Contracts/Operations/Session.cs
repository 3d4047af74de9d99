namespace Vsm.Contracts.Operations;

/// <summary>A conversation of a user with a System 1, without what was said.</summary>
public sealed record Session
{
    public required Guid Id { get; init; }

    /// <summary><c>&lt;agent&gt;-&lt;user&gt;</c>, for people.</summary>
    public required string Name { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required Guid AgentId { get; init; }

    public required string Agent { get; init; }

    public required string User { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last turn ended.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Turns that were answered.</summary>
    public required int Turns { get; init; }

    /// <summary>All that it consumed, also in turns that failed.</summary>
    public required Usage Usage { get; init; }

    /// <summary>The most that it may cost, in USD.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>A turn is under way.</summary>
    public bool Busy { get; init; }
}
