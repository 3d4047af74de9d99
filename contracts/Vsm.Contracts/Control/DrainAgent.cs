namespace Vsm.Contracts.Control;

/// <summary>Stops giving tasks to an agent, or starts again; answered by <see cref="AgentStatusChanged"/>.</summary>
public sealed record DrainAgent
{
    public required Guid AgentId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>False ends the draining.</summary>
    public bool Drain { get; init; } = true;

    public string? By { get; init; }

    public string? Reason { get; init; }
}
