using System.Globalization;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>Words for people.</summary>
internal static class Text
{
    /// <summary>The beginning of a text, never half a surrogate pair.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(Head(text, length - 1), "…");

    public static ReadOnlySpan<char> Head(ReadOnlySpan<char> text, int length)
    {
        if (text.Length <= length)
            return text;
        return length > 0 && char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length]) ? text[..(length - 1)] : text[..length];
    }

    public static string Count(long count, string one) => count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count} {one}s");

    public static string List(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all switch
        {
            [] => "nothing",
            [var only] => only,
            _ => $"{string.Join(", ", all[..^1])} and {all[^1]}",
        };
    }
}
