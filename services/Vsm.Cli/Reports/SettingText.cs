using System.Globalization;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Reports;

/// <summary>Settings for people.</summary>
internal static class SettingText
{
    public static void Write(TextWriter writer, IReadOnlyList<SettingView> settings) => TextTable.Write(
        writer, ["SETTING", "VALUE", "VERSION", "OF", "WHAT IT DOES"], [.. settings.Select(Row)]);

    public static void Write(TextWriter writer, SettingView view)
    {
        writer.WriteLine(view.Vsm is { } vsm ? $"{view.Name}  of the VSM instance {vsm}" : $"{view.Name}  of the deployment");
        writer.WriteLine($"  value:    {(view.Value is { } value ? Safe.Line(value, 200) : $"not set; {view.Default} counts")}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  version:  {view.Version}"));
        writer.WriteLine($"  does:     {view.Description}");
        writer.WriteLine($"  expected: {view.Expected}");
    }

    public static void Write(TextWriter writer, IReadOnlyList<SettingVersion> versions) => TextTable.Write(
        writer, ["VERSION", "AT", "BY", "SETTING", "BEFORE", "VALUE", "WHY"], [.. versions.Select(Row)]);

    private static IReadOnlyList<string> Row(SettingView view) =>
    [
        view.Name,
        view.Value ?? "-",
        view.Version.ToString(CultureInfo.InvariantCulture),
        view.Vsm ?? "deployment",
        view.Description,
    ];

    private static IReadOnlyList<string> Row(SettingVersion change) =>
    [
        change.Version.ToString(CultureInfo.InvariantCulture),
        change.At.ToString("u", CultureInfo.InvariantCulture),
        change.By,
        change.Name,
        change.Before ?? "-",
        change.Value ?? "-",
        change.Undoes is { } undone ? string.Create(CultureInfo.InvariantCulture, $"takes {undone} back: {change.Reason}") : change.Reason,
    ];
}
