using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How a saga is mapped.</summary>
public interface ISagaClassMap
{
    Type SagaType { get; }

    void Configure(ModelBuilder modelBuilder);
}

/// <summary>Maps a saga with its <c>CorrelationId</c> as key.</summary>
public abstract class SagaClassMap<TSaga> : ISagaClassMap
    where TSaga : class, ISaga
{
    public Type SagaType => typeof(TSaga);

    public virtual void Configure(ModelBuilder modelBuilder)
    {
        var entity = modelBuilder.Entity<TSaga>();
        entity.HasKey(x => x.CorrelationId);
        entity.Property(x => x.CorrelationId).ValueGeneratedNever();
        Configure(entity, modelBuilder);
    }

    protected virtual void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model)
    {
    }
}

/// <summary>A context made of the maps of its sagas.</summary>
public abstract class SagaDbContext(DbContextOptions options) : DbContext(options)
{
    protected abstract IEnumerable<ISagaClassMap> Configurations { get; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var map in Configurations)
        {
            map.Configure(modelBuilder);
        }
    }
}
