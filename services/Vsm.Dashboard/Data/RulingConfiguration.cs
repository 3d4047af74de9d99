using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

internal sealed class RulingConfiguration : IEntityTypeConfiguration<RulingRow>, IEntityTypeConfiguration<FindingRow>
{
    public void Configure(EntityTypeBuilder<RulingRow> builder)
    {
        builder.ToTable("rulings");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Ruling).StoredAsJson();
        builder.HasIndex(x => new { x.Vsm, x.At, x.Id }).IsDescending(false, true, false);
        builder.HasIndex(x => new { x.TaskId, x.Sequence });
    }

    public void Configure(EntityTypeBuilder<FindingRow> builder)
    {
        builder.ToTable("findings");
        builder.HasKey(x => new { x.RulingId, x.PolicyId });
        builder.Property(x => x.Policy).HasMaxLength(EntryReader.LongestKey);
        builder.HasIndex(x => x.PolicyId);
    }
}
