using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Benchmarks.Outbox;

/// <summary>A context with nothing but inbox and outbox.</summary>
internal sealed class OutboxContext(DbContextOptions<OutboxContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("outbox");
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

/// <summary>What is published.</summary>
public sealed record OutboxMeasured
{
    public required int Number { get; init; }
}
