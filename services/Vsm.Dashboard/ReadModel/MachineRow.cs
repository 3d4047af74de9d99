using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A state machine as it runs.</summary>
internal sealed record MachineRow
{
    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required MachineDescription Machine { get; init; }

    public static MachineRow Apply(MachineRow? row, JournalEntry entry, MachineDescription machine) =>
        row is not null && Storable.Time(entry.At) < row.At
            ? row
            : new MachineRow { Name = machine.Name, At = Storable.Time(entry.At), Machine = machine };
}
