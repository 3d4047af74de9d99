using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Ai;
using Vsm.Persistence;

namespace Vsm.Advice;

/// <summary>A question that a model was asked, and what it answered: who asks again is given this.</summary>
public sealed class AdviceRow
{
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    public required string Function { get; init; }

    public required string Model { get; init; }

    /// <summary>The answer as JSON; null: there was none that can be used.</summary>
    public string? Answer { get; init; }

    /// <summary>Why not.</summary>
    public string? Problem { get; init; }

    /// <summary>What asking took.</summary>
    public required ModelSpending Spent { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>To be derived from by each function that asks, which has the table in its own schema.</summary>
public abstract class AdviceMapping : IEntityTypeConfiguration<AdviceRow>
{
    public void Configure(EntityTypeBuilder<AdviceRow> builder)
    {
        builder.ToTable("advice");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(100);
        builder.Property(x => x.Function).HasMaxLength(40);
        builder.Property(x => x.Model).HasMaxLength(200);
        builder.Property(x => x.Spent).StoredAsJson();
    }
}
