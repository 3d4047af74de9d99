using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Record;

internal enum CallKind
{
    Model,
    Tool,
}

/// <summary>A call of a model or tool in an attempt: stored when it is begun, if that costs or changes something, and when it is done.</summary>
internal sealed class RecordedCall
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Counted within the attempt, from 1.</summary>
    public required int Number { get; init; }

    public required CallKind Kind { get; set; }

    /// <summary>SHA-256 of what was asked.</summary>
    public required string Asked { get; set; }

    public required DateTimeOffset At { get; set; }

    /// <summary>The run of the attempt that wrote it last.</summary>
    public required string Run { get; set; }

    public int Version { get; set; }

    public bool Done { get; set; }

    /// <summary>It changes something outside; the claim on that is stored with it.</summary>
    public bool HasEffect { get; set; }

    /// <summary>Runs that began it and ended before it was done.</summary>
    public int Repeats { get; set; }

    /// <summary>The most that it can have cost in USD, until it is counted.</summary>
    public decimal Largest { get; set; }

    /// <summary>What it cost, once it is done.</summary>
    public Usage Usage { get; set; } = new();

    /// <summary>What was spent before in its place, by runs that ended before it was done, and on calls that were not used.</summary>
    public Usage Before { get; set; } = new();

    public string? Answer { get; set; }

    /// <summary>An answer that is too large to be kept here.</summary>
    public ContentReference? AnswerReference { get; set; }
}
