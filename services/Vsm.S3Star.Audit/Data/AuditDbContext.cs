using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;

namespace Vsm.S3Star.Audit.Data;

/// <summary>State of System 3*.</summary>
internal sealed class AuditDbContext(DbContextOptions<AuditDbContext> options, IStoreProvider store) : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "s3star_audit";

    public DbSet<StoredRuling> Rulings => Set<StoredRuling>();

    public DbSet<OpenCase> Cases => Set<OpenCase>();

    public DbSet<WaitingCase> WaitingCases => Set<WaitingCase>();

    public DbSet<Precedent> Precedents => Set<Precedent>();

    public DbSet<JudgedPacket> JudgedPackets => Set<JudgedPacket>();

    public DbSet<StoredPolicySet> PolicySets => Set<StoredPolicySet>();

    public static JournalRow Row(JournalEntry entry) => JournalRow.Of(entry.Key, entry, JournalJson.Options);
}
