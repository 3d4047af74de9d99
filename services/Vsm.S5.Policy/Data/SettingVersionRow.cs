using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Hosting.Settings;

namespace Vsm.S5.Policy.Data;

/// <summary>A change of a setting. Its key is the next number, so that of two changes made at once by two replicas one starts anew.</summary>
internal sealed class SettingVersionRow
{
    public required long Version { get; init; }

    public required Guid RequestId { get; init; }

    /// <summary>Empty: the whole deployment.</summary>
    public required string Vsm { get; init; }

    public required string Name { get; init; }

    public string? Before { get; init; }

    public string? Value { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }

    public long? Undoes { get; init; }
}

internal sealed class SettingVersionRowConfiguration : IEntityTypeConfiguration<SettingVersionRow>
{
    public void Configure(EntityTypeBuilder<SettingVersionRow> builder)
    {
        builder.ToTable("setting_versions");
        builder.HasKey(x => x.Version);
        builder.HasIndex(x => x.RequestId).IsUnique();
        builder.HasIndex(x => new { x.Vsm, x.Name });
        builder.Property(x => x.Version).ValueGeneratedNever();
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Name).HasMaxLength(SettingCatalogue.LongestName);
        builder.Property(x => x.Before).HasMaxLength(SettingCatalogue.LongestValue);
        builder.Property(x => x.Value).HasMaxLength(SettingCatalogue.LongestValue);
    }
}
