using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>What 5.1 answered to a violation. The same question again gets the same answer.</summary>
internal sealed class CorrectionRow
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required string Vsm { get; init; }

    public SystemCorrected? Corrected { get; init; }

    public SystemNotCorrected? NotCorrected { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CorrectionRowConfiguration : IEntityTypeConfiguration<CorrectionRow>
{
    public void Configure(EntityTypeBuilder<CorrectionRow> builder)
    {
        builder.ToTable("corrections");
        builder.HasKey(x => new { x.TaskId, x.Attempt });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Corrected).StoredAsJson();
        builder.Property(x => x.NotCorrected).StoredAsJson();
    }
}
