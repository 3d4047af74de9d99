namespace Vsm.Contracts.Control;

/// <summary>Time to look for agents that nobody has heard of.</summary>
public sealed record CheckAgentHeartbeats
{
    public required DateTimeOffset At { get; init; }
}
