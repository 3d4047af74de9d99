using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A System 1 and its newest configuration. The name is the key, so that two tasks with one gap cannot make it twice.</summary>
internal sealed class SystemRow
{
    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public required Guid AgentId { get; init; }

    public required AgentConfiguration Configuration { get; set; }

    /// <summary>Parameters that corrections wrote.</summary>
    public required IReadOnlyDictionary<string, string> Corrected { get; set; }

    /// <summary>The newest version that the agent registered with; none before it did.</summary>
    public int? ActiveVersion { get; set; }

    /// <summary>The parameters that its functions honour, as it said when it registered.</summary>
    public required IReadOnlyList<string> Honoured { get; set; }

    public int Revision { get; set; }
}

internal sealed class SystemRowConfiguration : IEntityTypeConfiguration<SystemRow>
{
    public void Configure(EntityTypeBuilder<SystemRow> builder)
    {
        builder.ToTable("systems");
        builder.HasKey(x => new { x.Vsm, x.Name });
        builder.HasIndex(x => x.AgentId).IsUnique();
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Name).HasMaxLength(100);
        builder.Property(x => x.Configuration).StoredAsJson();
        builder.Property(x => x.Corrected).StoredAsJson();
        builder.Property(x => x.Honoured).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
