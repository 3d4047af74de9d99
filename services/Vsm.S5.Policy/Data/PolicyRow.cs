using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A policy in its newest version. A name is there once for the team, or once for each System 1 that it applies to.</summary>
internal sealed class PolicyRow
{
    /// <summary>The <see cref="Target"/> of a policy for the whole team.</summary>
    public static readonly Guid Team = Guid.Empty;

    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public required Guid Target { get; init; }

    public required Guid PolicyId { get; init; }

    public required PolicyDefinition Definition { get; set; }

    /// <summary>What was asked for; a clarification changes the definition, not this.</summary>
    public required PolicySpecification Specification { get; set; }

    /// <summary>False once nobody works under it any more; its number and history stay.</summary>
    public required bool InForce { get; set; }

    public int Revision { get; set; }
}

internal sealed class PolicyRowConfiguration : IEntityTypeConfiguration<PolicyRow>
{
    public void Configure(EntityTypeBuilder<PolicyRow> builder)
    {
        builder.ToTable("policies");
        builder.HasKey(x => new { x.Vsm, x.Name, x.Target });
        builder.HasIndex(x => x.PolicyId).IsUnique();
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Name).HasMaxLength(100);
        builder.Property(x => x.Definition).StoredAsJson();
        builder.Property(x => x.Specification).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
