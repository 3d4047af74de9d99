using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A policy as it was, since when, and why.</summary>
internal sealed class PolicyVersionRow
{
    public required Guid PolicyId { get; init; }

    public required int Version { get; init; }

    public required string Vsm { get; init; }

    public required PolicyDefinition Definition { get; init; }

    /// <summary>False for the version with which it went out of force.</summary>
    public required bool InForce { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }
}

internal sealed class PolicyVersionRowConfiguration : IEntityTypeConfiguration<PolicyVersionRow>
{
    public void Configure(EntityTypeBuilder<PolicyVersionRow> builder)
    {
        builder.ToTable("policy_versions");
        builder.HasKey(x => new { x.PolicyId, x.Version });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Definition).StoredAsJson();
    }
}
