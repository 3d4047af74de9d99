using System.Diagnostics.CodeAnalysis;

namespace Vsm.Dashboard;

/// <summary>Values as every database gives them back: what is hashed, or compared, must not change by being stored.</summary>
internal static class Storable
{
    /// <summary>UTC, in whole microseconds.</summary>
    public static DateTimeOffset Time(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Text without NUL, which PostgreSQL has no place for.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Text(string? text) => text?.Replace('\0', '\uFFFD');
}
