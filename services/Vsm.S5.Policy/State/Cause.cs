namespace Vsm.S5.Policy.State;

/// <summary>When, why and for whom something changes.</summary>
internal sealed record Cause
{
    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }

    /// <summary>The conversation that changes it, such as <c>5.1</c>, or who asked for it.</summary>
    public required string Actor { get; init; }

    public Guid? TaskId { get; init; }

    public int? Attempt { get; init; }
}
