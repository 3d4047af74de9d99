using System.Globalization;

namespace Vsm.Hosting;

/// <summary>Durations as settings and organisation files write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>.</summary>
public static class Durations
{
    /// <summary>What to tell people who wrote something else.</summary>
    public const string Expected = "a duration such as 500ms, 30s, 5m, 2h or 7d";

    private static readonly (string Suffix, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads a whole number with its unit; at most 36,500 days.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 15)
        {
            return false;
        }

        var suffix = text[digits..];
        var unit = Array.Find(Units, x => x.Suffix == suffix);
        if (unit.Suffix is null)
        {
            return false;
        }

        var count = long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        if (count > Longest / unit.Milliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(count * unit.Milliseconds);
        return true;
    }

    /// <summary>Writes a duration in the largest unit that holds it without a rest; what is below a millisecond is left out.</summary>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var milliseconds = duration.Ticks / TimeSpan.TicksPerMillisecond;
        if (milliseconds == 0)
        {
            return "0s";
        }

        var unit = Array.Find(Units, x => milliseconds % x.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / unit.Milliseconds}{unit.Suffix}");
    }

    private const long Longest = 36_500L * 86_400_000;
}
