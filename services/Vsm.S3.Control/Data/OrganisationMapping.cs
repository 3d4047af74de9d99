using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;
using Vsm.S3.Control.Organisations;

namespace Vsm.S3.Control.Data;

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.ToTable("organisations");
        organisation.HasKey(x => x.Vsm);
        organisation.Property(x => x.Vsm).HasMaxLength(100);
        organisation.Property(x => x.Limits).StoredAsJson();
    }
}
