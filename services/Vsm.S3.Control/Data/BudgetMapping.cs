using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;
using Vsm.S3.Control.Budgets;

namespace Vsm.S3.Control.Data;

internal sealed class BudgetMapping : IEntityTypeConfiguration<BudgetAccount>, IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<BudgetAccount> account)
    {
        account.ToTable("budgets");
        account.HasKey(x => x.Key);
        account.Property(x => x.Key).HasMaxLength(200);
        account.Property(x => x.Vsm).HasMaxLength(100);
        account.Property(x => x.Version).IsConcurrencyToken();
        account.Property(x => x.Requests).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.ToTable("reservations");
        reservation.HasKey(x => new { x.TaskId, x.Attempt });
        reservation.Property(x => x.Version).IsConcurrencyToken();
        reservation.Property(x => x.Accounts).StoredAsJson();
        reservation.HasIndex(x => x.At).HasFilter("amount > 0");
    }
}
