using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>A System 1 as the registry and its configuration say.</summary>
public sealed record AgentView
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public required AgentStatus Status { get; init; }

    public string? Reason { get; init; }

    public required AgentInfo Agent { get; init; }

    /// <summary>Absent until Policy's entry arrived.</summary>
    public AgentConfiguration? Configuration { get; init; }

    public AgentMetrics? Metrics { get; init; }

    public IReadOnlyList<HealthRecord> Health { get; init; } = [];
}

/// <summary>A policy in force, with the names that people use.</summary>
public sealed record PolicyView
{
    public required PolicyDefinition Policy { get; init; }

    /// <summary>The System 1 that it applies to; absent for the whole team.</summary>
    public string? AppliesTo { get; init; }

    public required int PolicySetVersion { get; init; }
}

/// <summary>A journal entry with its place in the chain.</summary>
public sealed record JournalEntryView
{
    /// <summary>Counted per VSM instance, without gaps.</summary>
    public required long Sequence { get; init; }

    public required string Vsm { get; init; }

    public required string Function { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? TaskId { get; init; }

    public int? Attempt { get; init; }

    public string? Actor { get; init; }

    public required string Summary { get; init; }

    public JsonElement? Data { get; init; }

    /// <summary>SHA-256 over the previous hash and this entry, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>What a check of the journal's chain found.</summary>
public sealed record AuditView
{
    public required string Vsm { get; init; }

    /// <summary>Entries that are kept.</summary>
    public required long Entries { get; init; }

    /// <summary>Entries from before them that were removed after their time.</summary>
    public long Removed { get; init; }

    /// <summary>Hash of the last entry.</summary>
    public string? Head { get; init; }

    public required bool Intact { get; init; }

    /// <summary>The first entry whose hash is wrong or that is missing.</summary>
    public long? FirstBroken { get; init; }
}
