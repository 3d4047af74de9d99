using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A configuration as it was, since when, and why.</summary>
internal sealed class SystemVersionRow
{
    public required Guid AgentId { get; init; }

    public required int Version { get; init; }

    public required string Vsm { get; init; }

    public required AgentConfiguration Configuration { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }
}

internal sealed class SystemVersionRowConfiguration : IEntityTypeConfiguration<SystemVersionRow>
{
    public void Configure(EntityTypeBuilder<SystemVersionRow> builder)
    {
        builder.ToTable("system_versions");
        builder.HasKey(x => new { x.AgentId, x.Version });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Configuration).StoredAsJson();
    }
}
