using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;
using Vsm.S3.Control.Registry;

namespace Vsm.S3.Control.Data;

internal sealed class RegisteredAgentMapping : IEntityTypeConfiguration<RegisteredAgent>
{
    public void Configure(EntityTypeBuilder<RegisteredAgent> agent)
    {
        agent.ToTable("agents");
        agent.HasKey(x => x.AgentId);
        agent.Property(x => x.AgentId).ValueGeneratedNever();
        agent.Property(x => x.Vsm).HasMaxLength(100);
        agent.Property(x => x.Name).HasMaxLength(100);
        agent.Property(x => x.Version).IsConcurrencyToken();
        agent.Property(x => x.Info).StoredAsJson();
        agent.Property(x => x.Replicas).StoredAsJson();
        agent.Property(x => x.Health).StoredAsJson();
        agent.HasIndex(x => new { x.Vsm, x.Number }).IsUnique();
        agent.HasIndex(x => new { x.Vsm, x.Name }).IsUnique();
    }
}
