using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A VSM instance: its one purpose, and what was asked for it.</summary>
internal sealed class OrganisationRow
{
    public required string Vsm { get; init; }

    public required string Name { get; set; }

    public required string Purpose { get; set; }

    /// <summary>Counts the changes of the organisation.</summary>
    public int Version { get; set; }

    public int PolicySetVersion { get; set; }

    public required TaskLimits Limits { get; set; }

    public required IReadOnlyList<PolicySpecification> Policies { get; set; }

    public required IReadOnlyList<PolicySpecification> DefaultPolicies { get; set; }

    /// <summary>Policies that people made of suggestions.</summary>
    public IReadOnlyList<PolicySpecification>? SuggestedPolicies { get; set; }

    public required IReadOnlyList<SystemSpecification> Templates { get; set; }

    public int Revision { get; set; }
}

internal sealed class OrganisationRowConfiguration : IEntityTypeConfiguration<OrganisationRow>
{
    public void Configure(EntityTypeBuilder<OrganisationRow> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(x => x.Vsm);
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Limits).StoredAsJson();
        builder.Property(x => x.Policies).StoredAsJson();
        builder.Property(x => x.DefaultPolicies).StoredAsJson();
        builder.Property(x => x.SuggestedPolicies).StoredAsJson();
        builder.Property(x => x.Templates).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
