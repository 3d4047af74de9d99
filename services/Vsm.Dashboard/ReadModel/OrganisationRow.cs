using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.ReadModel;

/// <summary>An organisation, and how far its latest change is applied.</summary>
internal sealed record OrganisationRow
{
    public required string Vsm { get; init; }

    /// <summary>When Policy last said something of it; absent while the request is on its way.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether it was ever applied; before that it takes no tasks.</summary>
    public bool TakesTasks { get; init; }

    public required OrganisationProgress Progress { get; init; }

    public static OrganisationRow Apply(OrganisationRow? row, JournalEntry entry, OrganisationProgress progress)
    {
        var takesTasks = progress.State == OrganisationState.Applied || row is { TakesTasks: true };
        return row is not null && Storable.Time(entry.At) < row.At
            ? row with { TakesTasks = takesTasks }
            : new OrganisationRow { Vsm = entry.Vsm, At = Storable.Time(entry.At), TakesTasks = takesTasks, Progress = progress };
    }
}
