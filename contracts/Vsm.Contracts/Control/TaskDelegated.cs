namespace Vsm.Contracts.Control;

/// <summary>3.1 chose a System 1.</summary>
public sealed record TaskDelegated
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Guid AgentId { get; init; }

    public string? Reason { get; init; }
}
