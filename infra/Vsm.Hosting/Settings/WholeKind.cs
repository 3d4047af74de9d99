using System.Globalization;

namespace Vsm.Hosting.Settings;

/// <summary>A whole number.</summary>
public sealed record WholeKind(int Least, int Most) : SettingKind
{
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}");

    public override string? Problem(string value) => TryRead(value) is { } number && number >= Least && number <= Most ? null : Wrong(value);

    /// <returns>Null: the text is none.</returns>
    public static int? TryRead(string? value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
