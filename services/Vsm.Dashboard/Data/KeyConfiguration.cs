using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;

namespace Vsm.Dashboard.Data;

internal sealed class KeyConfiguration : IEntityTypeConfiguration<Idempotency.KeyRow>
{
    public void Configure(EntityTypeBuilder<Idempotency.KeyRow> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).HasMaxLength(64);
        builder.Property(x => x.RequestHash).HasMaxLength(64);
        builder.Property(x => x.Answer).StoredAsJson();
        builder.HasIndex(x => x.At);
    }
}
