namespace Vsm.Contracts.Operations;

/// <summary>What became of a call of an attempt that one process began and another went on with.</summary>
public sealed record CallRecovery
{
    /// <summary>It was not made again: its answer is the one that was recorded when it was made.</summary>
    public bool FromRecord { get; init; }

    /// <summary>How often it had been begun, and perhaps paid for, by a process that ended before it was done.</summary>
    public int Repeats { get; init; }

    /// <summary>How many recorded calls, from this one on, were not used, as something else is asked now.</summary>
    public int Dropped { get; init; }
}
