using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A task that waits for a person at one of its steps, and what the person decided.</summary>
internal sealed class ApprovalRow
{
    public required Guid TaskId { get; init; }

    public required int Step { get; init; }

    public required string Vsm { get; init; }

    public required int Attempt { get; init; }

    public required WaitReason Reason { get; init; }

    public required IReadOnlyList<PersonDecision> Answers { get; init; }

    /// <summary>Whether there is a result that approving would approve.</summary>
    public required bool HasOutput { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public PersonDecided? Decided { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public int Revision { get; set; }
}

internal sealed class ApprovalRowConfiguration : IEntityTypeConfiguration<ApprovalRow>
{
    public void Configure(EntityTypeBuilder<ApprovalRow> builder)
    {
        builder.ToTable("approvals");
        builder.HasKey(x => new { x.TaskId, x.Step });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Answers).StoredAsJson();
        builder.Property(x => x.Decided).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
