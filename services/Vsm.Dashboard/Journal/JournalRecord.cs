namespace Vsm.Dashboard.Journal;

/// <summary>A journal entry in its place in the chain, as it is stored.</summary>
internal sealed record JournalRecord
{
    public required string Vsm { get; init; }

    /// <summary>Counted per VSM instance from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    public required string Function { get; init; }

    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? TaskId { get; init; }

    public int? Attempt { get; init; }

    public int? Step { get; init; }

    public string? Actor { get; init; }

    public required string Summary { get; init; }

    /// <summary>JSON as it came: text, as the hash is over every character of it.</summary>
    public string? Data { get; init; }

    public required string Hash { get; init; }
}
