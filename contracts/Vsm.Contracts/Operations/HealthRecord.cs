namespace Vsm.Contracts.Operations;

/// <summary>One health check of an agent.</summary>
public sealed record HealthRecord
{
    public required DateTimeOffset Timestamp { get; init; }

    public required bool Success { get; init; }

    public required double DurationMs { get; init; }

    public string? Error { get; init; }
}
