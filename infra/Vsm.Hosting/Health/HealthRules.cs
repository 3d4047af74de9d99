namespace Vsm.Hosting.Health;

/// <summary>What is known of the process at one moment, and what that means for those who probe it.</summary>
internal sealed record HealthRules
{
    public bool Started { get; init; }

    public bool Draining { get; init; }

    /// <summary>Why the process has to be restarted.</summary>
    public string? WatchdogProblem { get; init; }

    public string? DatabaseProblem { get; init; }

    public string? BrokerProblem { get; init; }

    public string? BusProblem { get; init; }

    /// <summary>What this process alone needs.</summary>
    public IReadOnlyList<HealthCheck> Others { get; init; } = [];

    /// <summary>Whether the process may be probed further. All this is done in this order before the process counts as started.</summary>
    public IReadOnlyList<HealthCheck> Startup => [.. ((string[])["settings", "migrations", "queues", "bus"]).Select(x => new HealthCheck(x, Started ? null : "starting"))];

    /// <summary>Whether it need not be restarted. Neither database nor broker: no restart brings them back.</summary>
    public IReadOnlyList<HealthCheck> Live => [new("watchdog", WatchdogProblem)];

    /// <summary>Whether to send it traffic.</summary>
    public IReadOnlyList<HealthCheck> Ready =>
    [
        new("lifetime", Draining ? "draining" : Started ? null : "starting"),
        new("database", DatabaseProblem),
        new("broker", BrokerProblem),
        new("bus", BusProblem),
        new("watchdog", WatchdogProblem),
        .. Others,
    ];
}
