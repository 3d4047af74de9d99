using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Dashboard.ReadModel;

/// <summary>The policies of a VSM instance in their newest version.</summary>
internal sealed record PolicySetRow
{
    public required string Vsm { get; init; }

    public required int Version { get; init; }

    public required PolicySet Set { get; init; }

    public static PolicySetRow Apply(PolicySetRow? row, JournalEntry entry, PolicySet set) =>
        row is not null && set.Version < row.Version ? row : new PolicySetRow { Vsm = entry.Vsm, Version = set.Version, Set = set };
}
