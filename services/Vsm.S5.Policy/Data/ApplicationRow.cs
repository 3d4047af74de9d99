using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>One request to apply an organisation, and how far it is.</summary>
internal sealed class ApplicationRow
{
    public required Guid RequestId { get; init; }

    public required string Vsm { get; init; }

    public required OrganisationState State { get; set; }

    /// <summary>The organisation's version that the request made.</summary>
    public required int Version { get; init; }

    /// <summary>Agents that are not active under their configuration yet.</summary>
    public required IReadOnlyList<AwaitedAgent> Waiting { get; set; }

    public string? Reason { get; set; }

    /// <summary>The message that ended it; delivered again, it is answered again.</summary>
    public Guid? EndedBy { get; set; }

    public required DateTimeOffset At { get; init; }

    public int Revision { get; set; }
}

/// <summary>An agent that an application waits for, and the version of its configuration.</summary>
internal sealed record AwaitedAgent(Guid AgentId, string Name, int Version);

internal sealed class ApplicationRowConfiguration : IEntityTypeConfiguration<ApplicationRow>
{
    public void Configure(EntityTypeBuilder<ApplicationRow> builder)
    {
        builder.ToTable("applications");
        builder.HasKey(x => x.RequestId);
        builder.HasIndex(x => new { x.Vsm, x.State });
        builder.HasIndex(x => x.EndedBy);
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Waiting).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
