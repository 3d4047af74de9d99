using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vsm.Hosting.Settings;

namespace Vsm.S5.Policy.Data;

/// <summary>A setting that was made at run time.</summary>
internal sealed class SettingRow
{
    /// <summary>Empty: the whole deployment.</summary>
    public required string Vsm { get; init; }

    public required string Name { get; init; }

    /// <summary>Null: it was taken back.</summary>
    public string? Value { get; set; }

    /// <summary>The change that made it so.</summary>
    public long Version { get; set; }
}

internal sealed class SettingRowConfiguration : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(x => new { x.Vsm, x.Name });
        builder.Property(x => x.Vsm).HasMaxLength(40);
        builder.Property(x => x.Name).HasMaxLength(SettingCatalogue.LongestName);
        builder.Property(x => x.Value).HasMaxLength(SettingCatalogue.LongestValue);
        builder.Property(x => x.Version).IsConcurrencyToken();
    }
}
