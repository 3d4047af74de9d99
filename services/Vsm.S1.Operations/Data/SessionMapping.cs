using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Persistence;
using Vsm.S1.Operations.Sessions;

namespace Vsm.S1.Operations.Data;

internal sealed class SessionMapping : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> session)
    {
        session.ToTable("sessions");
        session.HasKey(x => x.Id);
        session.Property(x => x.Id).ValueGeneratedNever();
        session.Property(x => x.Vsm).HasMaxLength(100);
        session.Property(x => x.AgentName).HasMaxLength(100);
        session.Property(x => x.UserName).HasMaxLength(100);
        session.Property(x => x.Memory).StoredAsJson();
        session.Property(x => x.Claim).StoredAsJson();
        session.Property(x => x.Version).IsConcurrencyToken();
        session.HasIndex(x => new { x.Vsm, x.LastAt });
    }
}

internal sealed class TurnMapping : IEntityTypeConfiguration<TurnRow>
{
    public void Configure(EntityTypeBuilder<TurnRow> turn)
    {
        turn.ToTable("turns");
        turn.HasKey(x => x.Id);
        turn.Property(x => x.Id).ValueGeneratedNever();
        turn.Property(x => x.Answer).StoredAsJson();
        turn.HasIndex(x => x.SessionId);
    }
}
