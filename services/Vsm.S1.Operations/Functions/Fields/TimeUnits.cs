using System.Globalization;

namespace Vsm.S1.Operations.Functions;

/// <summary>
/// Truncates times as they are written, in their own offset. Read are ISO 8601 (<c>2026-03-14</c>, <c>2026-03-14T09:30:00Z</c>, also with a space) and the
/// form of web server logs (<c>14/Mar/2026:09:30:00 +0100</c>); what could mean two dates is refused.
/// </summary>
internal static class TimeUnits
{
    private const string LogFormat = "dd/MMM/yyyy:HH:mm:ss zzz";

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["year"] = "yyyy",
        ["month"] = "yyyy-MM",
        ["day"] = "yyyy-MM-dd",
        ["hour"] = "yyyy-MM-dd'T'HH:00",
        ["minute"] = "yyyy-MM-dd'T'HH:mm",
    };

    public static IReadOnlyCollection<string> Names => Formats.Keys;

    public static bool IsUnit(string name) => Formats.ContainsKey(name);

    public static string Truncate(string unit, DateTimeOffset time) => time.ToString(Formats[unit], CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        text = text.Trim();
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        }

        return DateTimeOffset.TryParseExact(text, LogFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
