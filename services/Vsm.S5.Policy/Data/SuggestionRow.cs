using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Contracts.Policy;
using Vsm.Persistence;

namespace Vsm.S5.Policy.Data;

/// <summary>A policy that was suggested, once however often and in whatever spelling it is asked for.</summary>
internal sealed class SuggestionRow
{
    public const int MaxName = 100;
    public const int MaxRule = 500;

    public required string Vsm { get; init; }

    /// <summary>A hash of what the rule says.</summary>
    public required string Key { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Rule { get; init; }

    public SuggestionState State { get; set; }

    public int Seen { get; set; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    public IReadOnlyList<SuggestionSighting> Sightings { get; set; } = [];

    /// <summary>The request that decided it; delivered again, it is answered again.</summary>
    public Guid? RequestId { get; set; }

    public string? By { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Policy { get; set; }

    public int Revision { get; set; }
}

internal sealed class SuggestionRowConfiguration : IEntityTypeConfiguration<SuggestionRow>
{
    public void Configure(EntityTypeBuilder<SuggestionRow> builder)
    {
        builder.ToTable("suggestions");
        builder.HasKey(x => new { x.Vsm, x.Key });
        builder.HasIndex(x => new { x.Vsm, x.Number }).IsUnique();
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Key).HasMaxLength(64);
        builder.Property(x => x.Name).HasMaxLength(SuggestionRow.MaxName);
        builder.Property(x => x.Rule).HasMaxLength(SuggestionRow.MaxRule);
        builder.Property(x => x.Policy).HasMaxLength(SuggestionRow.MaxName);
        builder.Property(x => x.Sightings).StoredAsJson();
        builder.Property(x => x.Revision).IsConcurrencyToken();
    }
}
