using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Journal;

namespace Vsm.Dashboard.Data;

internal sealed class JournalConfiguration : IEntityTypeConfiguration<JournalRecord>, IEntityTypeConfiguration<ChainHead>, IEntityTypeConfiguration<ChainAnchor>
{
    public void Configure(EntityTypeBuilder<JournalRecord> builder)
    {
        builder.ToTable("journal_entries");
        builder.HasKey(x => new { x.Vsm, x.Sequence });
        builder.Property(x => x.Sequence).ValueGeneratedNever();
        builder.HasIndex(x => new { x.Key, x.Function }).IsUnique();
        builder.HasIndex(x => new { x.TaskId, x.Sequence });
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Key).HasMaxLength(JournalLimits.Key);
        builder.Property(x => x.Function).HasMaxLength(JournalLimits.Function);
        builder.Property(x => x.Kind).HasMaxLength(JournalLimits.Kind);
        builder.Property(x => x.Hash).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<ChainHead> builder)
    {
        builder.ToTable("chain_heads");
        builder.HasKey(x => x.Vsm);
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Sequence).ValueGeneratedNever().IsConcurrencyToken();
        builder.Property(x => x.Hash).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<ChainAnchor> builder)
    {
        builder.ToTable("chain_anchors");
        builder.HasKey(x => x.Vsm);
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Sequence).ValueGeneratedNever().IsConcurrencyToken();
        builder.Property(x => x.Hash).HasMaxLength(64);
    }
}
