using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Http;

/// <summary>Parts of lists. One row more than asked for is read, which tells whether there is a next part.</summary>
internal static class Paging
{
    /// <summary>The rows to show, of a query that <paramref name="limit"/> + 1 rows were taken from.</summary>
    public static Page<TView> ToPage<TRow, TView>(this List<TRow> rows, int limit, Func<TRow, string> cursorOf, Func<TRow, TView> view) => new()
    {
        Items = [.. rows.Take(limit).Select(view)],
        Next = rows.Count > limit ? cursorOf(rows[limit - 1]) : null,
    };

    /// <summary>The number of rows asked for.</summary>
    public static int Limit(int? limit) => limit switch
    {
        null => RequestLimits.DefaultPageLimit,
        >= 1 and <= RequestLimits.PageLimit => limit.Value,
        _ => throw Invalid("limit", $"found {limit}; expected 1 to {RequestLimits.PageLimit}"),
    };

    /// <summary>Where a list that is ordered by a number goes on.</summary>
    public static long After(string? after) =>
        string.IsNullOrEmpty(after) ? 0
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotNext(after);

    /// <summary>Where a list goes on that is ordered by time, latest first, and by id.</summary>
    public static (DateTimeOffset At, Guid Id)? AfterTime(string? after)
    {
        if (string.IsNullOrEmpty(after))
        {
            return null;
        }

        if (!Base64Url.IsValid(after) || after.Length > 100)
        {
            throw NotNext(after);
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after)).Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "n", out var id)
                ? (new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : throw NotNext(after);
    }

    public static string Cursor(DateTimeOffset at, Guid id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{id:n}")));

    public static string Cursor(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static RefusedRequestException NotNext(string after) =>
        Invalid("after", $"'{Text.Cut(after, 80)}' is not what an earlier part of the list gave as next");

    private static RefusedRequestException Invalid(string name, string message) => new(Problems.Invalid(name, message));
}
