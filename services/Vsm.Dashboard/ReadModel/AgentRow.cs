using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A System 1 as the registry last said.</summary>
internal sealed record AgentRow
{
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required AgentStatus Status { get; init; }

    public string? Reason { get; init; }

    public required AgentInfo Agent { get; init; }

    public AgentMetrics? Metrics { get; init; }

    public IReadOnlyList<HealthRecord> Health { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    public static AgentRow Apply(AgentRow? row, JournalEntry entry, AgentProgress progress) =>
        row is not null && Storable.Time(entry.At) < row.At ? row : new AgentRow
        {
            Id = progress.Agent.AgentId,
            Vsm = entry.Vsm,
            Number = progress.Agent.Number,
            Name = Storable.Text(progress.Agent.Name),
            Status = progress.Status,
            Reason = Storable.Text(progress.Reason),
            Agent = progress.Agent,
            Metrics = progress.Metrics ?? row?.Metrics,
            Health = progress.Health.Count > 0 ? progress.Health : row?.Health ?? [],
            At = Storable.Time(entry.At),
        };
}
