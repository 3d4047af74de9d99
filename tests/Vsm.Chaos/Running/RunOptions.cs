using Vsm.Testing;

namespace Vsm.Chaos.Running;

/// <summary>How a run goes.</summary>
internal sealed record RunOptions
{
    public required int Seed { get; init; }

    public required int Tasks { get; init; }

    /// <summary>How long tasks are handed in.</summary>
    public required TimeSpan Duration { get; init; }

    public int Replicas { get; init; } = 2;

    /// <summary>The tree whose programs are started.</summary>
    public string Root { get; init; } = Programs.Root;

    public Disturbance Disturbance { get; init; } = Disturbance.Full;

    /// <summary>Tasks are handed in only while something is done to the system.</summary>
    public bool UntilDone { get; init; }

    /// <summary>Settings of the services beside those that name the servers.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of PostgreSQL.</summary>
    public IReadOnlyDictionary<string, string> DatabaseSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a task waits for a person.</summary>
    public TimeSpan PersonLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Folder that keeps the services' logs.</summary>
    public string? Logs { get; init; }

    /// <summary>How long the system may take, once everything works again, until a task more is done.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
