using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit;

/// <summary>The tables of inbox and outbox in a context's model.</summary>
public static class EntityFrameworkOutboxModelExtensions
{
    private const int UriLength = 256;

    /// <summary>All three.</summary>
    public static void AddTransactionalOutboxEntities(this ModelBuilder modelBuilder, Action<EntityTypeBuilder>? callback = null)
    {
        modelBuilder.AddInboxStateEntity(callback);
        modelBuilder.AddOutboxStateEntity(callback);
        modelBuilder.AddOutboxMessageEntity(callback);
    }

    public static void AddInboxStateEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<InboxState>>? callback = null)
    {
        var inbox = modelBuilder.Entity<InboxState>();
        inbox.HasKey(x => x.Id);
        inbox.Property(x => x.Id).ValueGeneratedOnAdd();
        inbox.HasIndex(x => new { x.MessageId, x.ConsumerId }).IsUnique();
        inbox.HasIndex(x => x.Delivered);
        inbox.HasIndex(x => x.Received);
        inbox.KeepUtc();
        callback?.Invoke(inbox);
    }

    public static void AddOutboxStateEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxState>>? callback = null)
    {
        var outbox = modelBuilder.Entity<OutboxState>();
        outbox.HasKey(x => x.OutboxId);
        outbox.Property(x => x.OutboxId).ValueGeneratedNever();
        outbox.Property(x => x.Failure).HasMaxLength(1024);
        outbox.HasIndex(x => x.Created);
        outbox.HasIndex(x => x.LockId);
        outbox.KeepUtc();
        callback?.Invoke(outbox);
    }

    public static void AddOutboxMessageEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxMessage>>? callback = null)
    {
        var message = modelBuilder.Entity<OutboxMessage>();
        message.HasKey(x => x.SequenceNumber);
        message.Property(x => x.SequenceNumber).ValueGeneratedOnAdd();
        message.Property(x => x.ContentType).HasMaxLength(UriLength);
        foreach (var address in (string[])[nameof(OutboxMessage.SourceAddress), nameof(OutboxMessage.DestinationAddress), nameof(OutboxMessage.ResponseAddress), nameof(OutboxMessage.FaultAddress)])
        {
            message.Property<Uri?>(address).HasConversion(x => x!.ToString(), x => new Uri(x)).HasMaxLength(UriLength);
        }

        message.HasIndex(x => new { x.OutboxId, x.SequenceNumber });
        message.HasIndex(x => new { x.InboxMessageId, x.InboxConsumerId, x.SequenceNumber });
        message.KeepUtc();
        callback?.Invoke(message);
    }

    // Databases that keep no kind of time give back an unspecified one.
    private static void KeepUtc(this EntityTypeBuilder entity)
    {
        foreach (var property in entity.Metadata.GetProperties().Where(x => x.ClrType == typeof(DateTime) || x.ClrType == typeof(DateTime?)).ToList())
        {
            property.SetValueConverter(new Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateTime, DateTime>(
                x => x.Kind == DateTimeKind.Local ? x.ToUniversalTime() : DateTime.SpecifyKind(x, DateTimeKind.Utc), x => DateTime.SpecifyKind(x, DateTimeKind.Utc)));
        }
    }
}
