using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Vsm.ComplaintDesk;

internal sealed class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public const string Schema = "complaint_desk";

    public DbSet<Letter> Letters => Set<Letter>();

    public DbSet<Complaint> Complaints => Set<Complaint>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Letter>().Property(x => x.Id).ValueGeneratedNever();
        modelBuilder.Entity<Complaint>().HasKey(x => x.CorrelationId);
        modelBuilder.Entity<Complaint>().Property(x => x.CorrelationId).ValueGeneratedNever();
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

/// <summary>A letter as it came.</summary>
internal sealed class Letter
{
    public required Guid Id { get; init; }

    public required string Text { get; init; }
}
