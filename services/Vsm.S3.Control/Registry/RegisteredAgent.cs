using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3.Control.Registry;

/// <summary>An agent in the registry.</summary>
internal sealed class RegisteredAgent
{
    public required Guid AgentId { get; init; }

    public required string Vsm { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required AgentInfo Info { get; set; }

    public required AgentStatus Status { get; set; }

    public string? StatusReason { get; set; }

    /// <summary>Somebody drains it. It stays so over silence and restarts, until somebody ends it.</summary>
    public bool Drained { get; set; }

    /// <summary>What each replica of System 1 said last, by replica.</summary>
    public IReadOnlyDictionary<string, ReplicaReport> Replicas { get; set; } = new Dictionary<string, ReplicaReport>();

    /// <summary>The latest health checks, newest last.</summary>
    public IReadOnlyList<HealthRecord> Health { get; set; } = [];

    public int FailuresInARow { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The message that led to the last change of status, which is said again when that message comes again.</summary>
    public Guid? ChangedBy { get; set; }

    /// <summary>The status before that change.</summary>
    public AgentStatus PreviousStatus { get; set; }

    public int Version { get; set; }
}

internal sealed record ReplicaReport(AgentMetrics Metrics, DateTimeOffset At);
