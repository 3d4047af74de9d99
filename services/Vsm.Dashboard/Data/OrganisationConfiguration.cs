using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

internal sealed class OrganisationConfiguration
    : IEntityTypeConfiguration<OrganisationRow>, IEntityTypeConfiguration<PolicySetRow>, IEntityTypeConfiguration<AgentRow>,
        IEntityTypeConfiguration<ConfigurationRow>, IEntityTypeConfiguration<MachineRow>, IEntityTypeConfiguration<CatalogueRow>
{
    public void Configure(EntityTypeBuilder<OrganisationRow> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(x => x.Vsm);
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.At).IsConcurrencyToken();
        builder.Property(x => x.Progress).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<PolicySetRow> builder)
    {
        builder.ToTable("policy_sets");
        builder.HasKey(x => x.Vsm);
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Set).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<AgentRow> builder)
    {
        builder.ToTable("agents");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Name).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Agent).StoredAsJson();
        builder.Property(x => x.Metrics).StoredAsJson();
        builder.Property(x => x.Health).StoredAsJson();
        builder.HasIndex(x => new { x.Vsm, x.Number });
    }

    public void Configure(EntityTypeBuilder<ConfigurationRow> builder)
    {
        builder.ToTable("configurations");
        builder.HasKey(x => x.AgentId);
        builder.Property(x => x.AgentId).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Name).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Configuration).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<MachineRow> builder)
    {
        builder.ToTable("machines");
        builder.HasKey(x => x.Name);
        builder.Property(x => x.Name).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Machine).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<CatalogueRow> builder)
    {
        builder.ToTable("catalogues");
        builder.HasKey(x => x.Name);
        builder.Property(x => x.Name).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Catalogue).StoredAsJson();
    }
}
