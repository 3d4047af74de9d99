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

        // Two replicas that learn two versions at once must not end with the older one.
        organisation.Property(x => x.Version).IsConcurrencyToken();
        organisation.Property(x => x.PolicySetVersion).IsConcurrencyToken();
        organisation.Property(x => x.Limits).StoredAsJson();
    }
}
