using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

internal sealed class TaskConfiguration : IEntityTypeConfiguration<TaskRow>, IEntityTypeConfiguration<CallRow>, IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<TaskRow> builder)
    {
        builder.ToTable("tasks");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.State).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Steps).StoredAsJson();
        builder.Property(x => x.References).StoredAsJson();
        builder.Property(x => x.RequiredCapabilities).StoredAsJson();
        builder.Property(x => x.Wait).StoredAsJson();
        builder.Property(x => x.OutputReference).StoredAsJson();
        builder.HasIndex(x => new { x.Vsm, x.Number });
        builder.HasIndex(x => new { x.Vsm, x.SubmittedAt, x.Id }).IsDescending(false, true, false);
        builder.HasIndex(x => new { x.Vsm, x.State, x.SubmittedAt });
    }

    public void Configure(EntityTypeBuilder<CallRow> builder)
    {
        builder.ToTable("calls");
        builder.HasKey(x => new { x.TaskId, x.Attempt, x.Id });
        builder.Property(x => x.Id).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Call).StoredAsJson();
        builder.HasIndex(x => new { x.TaskId, x.Sequence });
    }

    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("decisions");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(JournalLimits.Vsm);
        builder.Property(x => x.Decision).StoredAsJson();
        builder.HasIndex(x => new { x.Vsm, x.Sequence });
        builder.HasIndex(x => new { x.TaskId, x.Sequence });
    }
}
