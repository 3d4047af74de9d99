using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence;

/// <summary>State of one function, in a schema of its own, with the journal rows that were not shipped yet.</summary>
public abstract class FunctionDbContext(DbContextOptions options, string schema, IStoreProvider store) : DbContext(options)
{
    public DbSet<JournalRow> Journal => Set<JournalRow>();

    /// <summary>The next number of a sequence of this function, made on first use.</summary>
    public Task<int> NextNumberAsync(string sequence, CancellationToken cancel) => store.NextNumberAsync(this, schema, sequence, cancel);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(schema);
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
        modelBuilder.Entity<JournalRow>(x =>
        {
            x.ToTable("journal");
            x.HasKey(row => row.Id);
            x.Property(row => row.Id).ValueGeneratedNever();
            x.Property(row => row.Key).HasMaxLength(200);
        });
        SnakeCase.Apply(modelBuilder.Model);
        store.Adapt(modelBuilder.Model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }
}
