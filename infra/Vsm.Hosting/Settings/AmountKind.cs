using System.Globalization;

namespace Vsm.Hosting.Settings;

/// <summary>An amount of money in USD, or a fraction.</summary>
public sealed record AmountKind(decimal Most, string Unit = "USD", bool MayBeNone = false) : SettingKind
{
    /// <summary>Says that there is to be no limit.</summary>
    public const string None = "none";

    public override string Expected => string.Create(
        CultureInfo.InvariantCulture, $"a number from 0 to {Most}{(Unit.Length == 0 ? "" : $" {Unit}")} such as 0.25{(MayBeNone ? $", or {None}" : "")}");

    public override string? Problem(string value) => (MayBeNone && value == None) || (TryRead(value) is { } amount && amount <= Most) ? null : Wrong(value);

    /// <returns>Null: the text is none.</returns>
    public static decimal? TryRead(string? value) =>
        value?.Length <= 30 && decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
}
