using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;
using Vsm.S1.Operations.Sessions;

namespace Vsm.S1.Operations.Data;

/// <summary>State of System 1.</summary>
internal sealed class OperationsDbContext(DbContextOptions<OperationsDbContext> options, IStoreProvider store)
    : FunctionDbContext(options, Schema, store)
{
    public const string Schema = "s1_operations";

    public DbSet<StoredAgent> Agents => Set<StoredAgent>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<Effect> Effects => Set<Effect>();

    public DbSet<StoredAttempt> Attempts => Set<StoredAttempt>();

    public DbSet<RecordedCall> Calls => Set<RecordedCall>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<TurnRow> Turns => Set<TurnRow>();

    public static JournalRow Row(JournalEntry entry) => JournalRow.Of(entry.Key, entry, JournalJson.Options);
}

/// <summary>The newest configuration of an agent that is known here; every replica runs it.</summary>
internal sealed class StoredAgent
{
    public required Guid AgentId { get; init; }

    public required int Version { get; set; }

    public required AgentConfiguration Configuration { get; set; }
}

internal sealed class ReceiptMapping : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> receipt)
    {
        receipt.ToTable("receipts");
        receipt.HasKey(x => new { x.TaskId, x.Attempt });
        receipt.Property(x => x.Answered).IsConcurrencyToken();
        receipt.Property(x => x.Answer).StoredAsJson();
    }
}

internal sealed class EffectMapping : IEntityTypeConfiguration<Effect>
{
    public void Configure(EntityTypeBuilder<Effect> effect)
    {
        effect.ToTable("effects");
        effect.HasKey(x => new { x.TaskId, x.Attempt, x.Step });
    }
}

internal sealed class StoredAgentMapping : IEntityTypeConfiguration<StoredAgent>
{
    public void Configure(EntityTypeBuilder<StoredAgent> agent)
    {
        agent.ToTable("agents");
        agent.HasKey(x => x.AgentId);
        agent.Property(x => x.AgentId).ValueGeneratedNever();
        agent.Property(x => x.Version).IsConcurrencyToken();
        agent.Property(x => x.Configuration).StoredAsJson();
    }
}

internal sealed class StoredAttemptMapping : IEntityTypeConfiguration<StoredAttempt>
{
    public void Configure(EntityTypeBuilder<StoredAttempt> attempt)
    {
        attempt.ToTable("attempts");
        attempt.HasKey(x => new { x.TaskId, x.Attempt });
        attempt.Property(x => x.Owner).HasMaxLength(100);
        attempt.Property(x => x.Beat).IsConcurrencyToken();
        attempt.Property(x => x.Assignment).StoredAsJson();
        attempt.Property(x => x.Configuration).StoredAsJson();
        attempt.HasIndex(x => new { x.Owner, x.At });
    }
}

internal sealed class RecordedCallMapping : IEntityTypeConfiguration<RecordedCall>
{
    public void Configure(EntityTypeBuilder<RecordedCall> call)
    {
        call.ToTable("calls");
        call.HasKey(x => new { x.TaskId, x.Attempt, x.Number });
        call.Property(x => x.Asked).HasMaxLength(64);
        call.Property(x => x.Run).HasMaxLength(120);
        call.Property(x => x.Version).IsConcurrencyToken();
        call.Property(x => x.Usage).StoredAsJson();
        call.Property(x => x.Before).StoredAsJson();
        call.Property(x => x.AnswerReference).StoredAsJson();
    }
}
