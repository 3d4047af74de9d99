using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>What 5.3 answered to a capability gap. The same question again gets the same answer.</summary>
internal sealed class GapRow
{
    public required Guid TaskId { get; init; }

    public required int Attempt { get; init; }

    public required string Vsm { get; init; }

    public CapabilityGapClosed? Closed { get; init; }

    public CapabilityGapNotClosed? NotClosed { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class GapRowConfiguration : IEntityTypeConfiguration<GapRow>
{
    public void Configure(EntityTypeBuilder<GapRow> builder)
    {
        builder.ToTable("gaps");
        builder.HasKey(x => new { x.TaskId, x.Attempt });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Closed).StoredAsJson();
        builder.Property(x => x.NotClosed).StoredAsJson();
    }
}
