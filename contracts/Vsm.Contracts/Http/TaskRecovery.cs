namespace Vsm.Contracts.Http;

/// <summary>What interruptions of a task's attempts cost: which calls of models and tools were kept, and which were made again.</summary>
public sealed record TaskRecovery
{
    /// <summary>Calls whose answers were taken from the record instead of being made again.</summary>
    public int CallsFromRecord { get; init; }

    /// <summary>How often a call was made again, as a process ended before it was done.</summary>
    public int CallsRepeated { get; init; }

    /// <summary>Recorded calls that were not used, as something else was asked after the interruption.</summary>
    public int CallsDropped { get; init; }
}
