using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Integration.Tests.Outbox;

internal sealed class OutboxDbContext(DbContextOptions<OutboxDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("outbox");
        modelBuilder.Entity<Order>().Property(x => x.Number).ValueGeneratedNever();
        modelBuilder.Entity<Order>().HasKey(x => x.Number);
        modelBuilder.Entity<Counter>().HasKey(x => x.CorrelationId);
        modelBuilder.Entity<Counter>().Property(x => x.Version).IsRowVersion();
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

internal sealed class Order
{
    public required int Number { get; init; }
}
