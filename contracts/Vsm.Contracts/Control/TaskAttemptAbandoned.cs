namespace Vsm.Contracts.Control;

/// <summary>Nobody waits for this attempt any more; a System 1 that still works on it stops.</summary>
public sealed record TaskAttemptAbandoned
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required string Reason { get; init; }
}
