using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>What 5.2 answered to a vague policy. The same question again gets the same answer.</summary>
internal sealed class ClarificationRow
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required int Evaluation { get; init; }

    public required string Vsm { get; init; }

    public PolicyClarified? Clarified { get; init; }

    public PolicyNotClarified? NotClarified { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class ClarificationRowConfiguration : IEntityTypeConfiguration<ClarificationRow>
{
    public void Configure(EntityTypeBuilder<ClarificationRow> builder)
    {
        builder.ToTable("clarifications");
        builder.HasKey(x => new { x.TaskId, x.Attempt, x.Evaluation });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Clarified).StoredAsJson();
        builder.Property(x => x.NotClarified).StoredAsJson();
    }
}
