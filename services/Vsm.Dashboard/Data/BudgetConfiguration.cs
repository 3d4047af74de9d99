using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Data;

internal sealed class BudgetConfiguration : IEntityTypeConfiguration<BudgetRow>, IEntityTypeConfiguration<LedgerRow>
{
    public void Configure(EntityTypeBuilder<BudgetRow> builder)
    {
        builder.ToTable("budgets");
        builder.HasKey(x => x.Key);
        builder.Property(x => x.Key).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
    }

    public void Configure(EntityTypeBuilder<LedgerRow> builder)
    {
        builder.ToTable("ledger");
        builder.HasKey(x => x.AgentId);
        builder.Property(x => x.AgentId).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.HasIndex(x => x.Vsm);
    }
}
