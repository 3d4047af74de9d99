using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

internal sealed class FailureConfiguration
    : IEntityTypeConfiguration<FailedMessageRow>, IEntityTypeConfiguration<FailedMessageContent>, IEntityTypeConfiguration<QueueRow>
{
    public void Configure(EntityTypeBuilder<FailedMessageRow> builder)
    {
        builder.ToTable("failed_messages");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.Property(x => x.Queue).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.MessageId).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.MessageType).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.ExceptionType).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.ContentType).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.Occurrences).StoredAsJson();
        builder.HasIndex(x => new { x.FirstFailedAt, x.Id }).IsDescending(true, false);
        builder.HasIndex(x => new { x.State, x.FirstFailedAt, x.Id });
        builder.HasIndex(x => new { x.State, x.ActAt, x.Id });
        builder.HasIndex(x => x.ActId);
    }

    public void Configure(EntityTypeBuilder<FailedMessageContent> builder)
    {
        builder.ToTable("failed_message_contents");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.CorrelationId).HasMaxLength(ArrivalReader.LongestName);
        builder.Property(x => x.Headers).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<QueueRow> builder)
    {
        builder.ToTable("queues");
        builder.HasKey(x => x.Name);
        builder.Property(x => x.Name).HasMaxLength(EntryReader.LongestKey);
        builder.Property(x => x.Function).HasMaxLength(JournalLimits.Function);
    }
}
