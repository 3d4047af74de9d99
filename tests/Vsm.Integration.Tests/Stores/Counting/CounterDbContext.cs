using Microsoft.EntityFrameworkCore;
using Vsm.Persistence;

namespace Vsm.Integration.Tests.Stores.Counting;

internal sealed class CounterDbContext(DbContextOptions<CounterDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "counting";

    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Counter>(x =>
        {
            x.ToTable("counters");
            x.HasKey(counter => counter.CorrelationId);
            x.Property(counter => counter.CorrelationId).ValueGeneratedNever();
            x.Property(counter => counter.Version).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}
