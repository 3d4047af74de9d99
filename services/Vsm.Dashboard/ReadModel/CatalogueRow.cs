using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>What a function offers to organisations.</summary>
internal sealed record CatalogueRow
{
    public const string Functions = "functions";
    public const string Checks = "checks";

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required CatalogueDescription Catalogue { get; init; }

    public static CatalogueRow Apply(CatalogueRow? row, JournalEntry entry, CatalogueDescription catalogue) =>
        row is not null && Storable.Time(entry.At) < row.At
            ? row
            : new CatalogueRow { Name = catalogue.Name, At = Storable.Time(entry.At), Catalogue = catalogue };
}
