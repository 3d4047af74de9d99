using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A System 1's configuration in its newest version.</summary>
internal sealed record ConfigurationRow
{
    public required Guid AgentId { get; init; }

    public required string Vsm { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required AgentConfiguration Configuration { get; init; }

    public static ConfigurationRow Apply(ConfigurationRow? row, JournalEntry entry, AgentConfiguration configuration) =>
        row is not null && configuration.Version < row.Version ? row : new ConfigurationRow
        {
            AgentId = configuration.AgentId,
            Vsm = entry.Vsm,
            Version = configuration.Version,
            Name = Storable.Text(configuration.Name),
            Configuration = configuration,
        };
}
