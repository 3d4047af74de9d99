using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S3Star.Audit.Data;

/// <summary>A ruling; kept, so that later rulings can cite it.</summary>
internal sealed class StoredRuling
{
    public required Guid RulingId { get; init; }

    public required string Vsm { get; init; }

    public required Guid TaskId { get; init; }

    public required Verdict Verdict { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Ruling Ruling { get; init; }
}

/// <summary>A result whose judging waits for a clarification.</summary>
internal sealed class OpenCase
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required TaskResultMessage Result { get; init; }

    public required Ruling Ruling { get; set; }
}

/// <summary>A result whose judging waits until it can be paid.</summary>
internal sealed class WaitingCase
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required TaskResultMessage Result { get; init; }

    /// <summary>The clarification after which it is to be judged again; null: it was not judged yet.</summary>
    public PolicyClarified? Clarified { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A finding against an agent, to be found by policy.</summary>
internal sealed class Precedent
{
    public required Guid RulingId { get; init; }

    public required Guid PolicyId { get; init; }

    public required Guid AgentId { get; init; }

    public required Verdict Verdict { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a model ruled on, so that it is not asked about an equal packet again.</summary>
internal sealed class JudgedPacket
{
    public required Guid RulingId { get; init; }

    /// <summary>SHA-256 in hexadecimal.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The newest policies of a VSM instance that are known here.</summary>
internal sealed class StoredPolicySet
{
    public required string Vsm { get; init; }

    public required int Version { get; set; }

    public required PolicySet PolicySet { get; set; }
}

internal sealed class RulingMapping
    : IEntityTypeConfiguration<StoredRuling>, IEntityTypeConfiguration<OpenCase>, IEntityTypeConfiguration<Precedent>, IEntityTypeConfiguration<JudgedPacket>,
        IEntityTypeConfiguration<StoredPolicySet>, IEntityTypeConfiguration<WaitingCase>
{
    public void Configure(EntityTypeBuilder<StoredRuling> ruling)
    {
        ruling.ToTable("rulings");
        ruling.HasKey(x => x.RulingId);
        ruling.Property(x => x.RulingId).ValueGeneratedNever();
        ruling.Property(x => x.Vsm).HasMaxLength(100);
        ruling.Property(x => x.Ruling).StoredAsJson();
        ruling.HasIndex(x => x.TaskId);
    }

    public void Configure(EntityTypeBuilder<OpenCase> open)
    {
        open.ToTable("open_cases");
        open.HasKey(x => new { x.TaskId, x.Attempt });
        open.Property(x => x.Result).StoredAsJson();
        open.Property(x => x.Ruling).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<WaitingCase> waiting)
    {
        waiting.ToTable("waiting_cases");
        waiting.HasKey(x => new { x.TaskId, x.Attempt });
        waiting.Property(x => x.Result).StoredAsJson();
        waiting.Property(x => x.Clarified).StoredAsJson();
    }

    public void Configure(EntityTypeBuilder<Precedent> precedent)
    {
        precedent.ToTable("precedents");
        precedent.HasKey(x => new { x.RulingId, x.PolicyId });
        precedent.HasIndex(x => new { x.PolicyId, x.AgentId, x.Verdict, x.At });
    }

    public void Configure(EntityTypeBuilder<JudgedPacket> packet)
    {
        packet.ToTable("judged_packets");
        packet.HasKey(x => x.RulingId);
        packet.Property(x => x.RulingId).ValueGeneratedNever();
        packet.Property(x => x.Hash).HasMaxLength(64);
        packet.HasIndex(x => new { x.Hash, x.At });
    }

    public void Configure(EntityTypeBuilder<StoredPolicySet> policies)
    {
        policies.ToTable("policy_sets");
        policies.HasKey(x => x.Vsm);
        policies.Property(x => x.Vsm).HasMaxLength(100);
        policies.Property(x => x.Version).IsConcurrencyToken();
        policies.Property(x => x.PolicySet).StoredAsJson();
    }
}
