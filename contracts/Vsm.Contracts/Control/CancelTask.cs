namespace Vsm.Contracts.Control;

/// <summary>Ends a task that is not final as cancelled; on a final task it has no effect.</summary>
public sealed record CancelTask
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Who cancels.</summary>
    public string? By { get; init; }

    public string? Reason { get; init; }
}
