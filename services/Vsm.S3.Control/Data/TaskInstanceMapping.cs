using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Data;

internal sealed class TaskInstanceMapping : IEntityTypeConfiguration<TaskInstance>
{
    public void Configure(EntityTypeBuilder<TaskInstance> task)
    {
        task.ToTable("tasks");
        task.HasKey(x => x.CorrelationId);
        task.Property(x => x.CorrelationId).HasColumnName("id").ValueGeneratedNever();
        task.Property(x => x.Step).IsConcurrencyToken();
        task.Property(x => x.CurrentState).HasMaxLength(40);
        task.Property(x => x.Vsm).HasMaxLength(100);
        task.Property(x => x.Inbox).StoredAsJson();
        task.Property(x => x.References).StoredAsJson();
        task.Property(x => x.Parameters).StoredAsJson();
        task.Property(x => x.RequiredCapabilities).StoredAsJson();
        task.Property(x => x.Refusals).StoredAsJson();
        task.Property(x => x.Early).StoredAsJson();
        task.Property(x => x.Advice).StoredAsJson();
        task.Property(x => x.Findings).StoredAsJson();
        task.Property(x => x.OutputReference).StoredAsJson();
        task.Property(x => x.Wait).StoredAsJson();
        task.Property(x => x.Money).StoredAsJson();
        task.Property(x => x.WaitsFor).HasMaxLength(200);
        task.Ignore(x => x.Routing);
        task.Ignore(x => x.Note);
        task.Ignore(x => x.Booked);
        task.Ignore(x => x.Opened);
        task.HasIndex(x => new { x.Vsm, x.Number }).IsUnique();
        // What was handed in stays as it is, and is not written again with every step.
        foreach (var given in (string[])[nameof(TaskInstance.Content), nameof(TaskInstance.References), nameof(TaskInstance.Parameters),
            nameof(TaskInstance.RequiredCapabilities), nameof(TaskInstance.Vsm), nameof(TaskInstance.Number), nameof(TaskInstance.SubmittedAt)])
        {
            task.Property(given).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        }

        task.HasIndex(x => x.WaitsFor).HasFilter("waits_for is not null");
        task.HasIndex(x => x.DueAt).HasFilter("due_at is not null");
    }
}
