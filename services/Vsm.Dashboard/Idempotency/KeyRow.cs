namespace Vsm.Dashboard.Idempotency;

/// <summary>An Idempotency-Key that was used, and what was answered under it.</summary>
internal sealed class KeyRow
{
    /// <summary>SHA-256 of the route, the VSM instance and the key: each route has keys of its own.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the body.</summary>
    public required string RequestHash { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Absent while the request is under way, and when the process ended before it was answered.</summary>
    public KeyAnswer? Answer { get; set; }
}

/// <summary>An answer as it was given; or, before that, what the request settled on.</summary>
internal sealed record KeyAnswer(int Status, string? Location, string? Body)
{
    public bool IsPlan => Status == 0;

    /// <summary>What the same request shall do when it comes again, whatever has changed since.</summary>
    public static KeyAnswer Plan(string plan) => new(0, null, plan);
}
