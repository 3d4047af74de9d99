namespace Vsm.Contracts.Control;

/// <summary>The registry's view of an agent changed.</summary>
public sealed record AgentStatusChanged
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required AgentStatus Status { get; init; }

    public required AgentStatus Previous { get; init; }

    public string? Reason { get; init; }
}
