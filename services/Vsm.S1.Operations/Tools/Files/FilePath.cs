using System.Globalization;
using System.Text;

namespace Vsm.S1.Operations.Tools.Files;

/// <summary>Reads paths that models write. What could lead out of the folder, or passes for something that does, is refused, not mended.</summary>
internal static class FilePath
{
    public const int MostCharacters = 1_024;
    private const int MostBytesOfName = 255;

    // Fullwidth and other look-alikes of . / and \, which some system along the way may turn into them.
    private const string LookAlikes = "\u2024\u2025\u2026\u2044\u2215\u2216\u29F5\u29F8\u29F9\uFE19\uFE52\uFE68\uFF0E\uFF0F\uFF3C\u3002\uFF61";

    /// <summary>The names on the way; none: the folder itself, written as <c>.</c>.</summary>
    /// <exception cref="ToolException">It is no path below the folder.</exception>
    public static IReadOnlyList<string> Parse(string path)
    {
        if (path == ".")
        {
            return [];
        }

        if (path.Length is 0 or > MostCharacters)
        {
            throw new ToolException($"The path has {path.Length} characters; 1 to {MostCharacters} are possible, and '.' is your folder itself.");
        }

        if (Reason(path) is { } reason)
        {
            throw new ToolException($"The path {reason}. Write it relative to your folder, such as notes/today.md.");
        }

        return path.Split('/');
    }

    private static string? Reason(string path)
    {
        if (path[0] is '/' or '~')
        {
            return $"begins with '{path[0]}'";
        }

        if (path.EnumerateRunes().Any(IsBad))
        {
            return "has control or invisible characters, or such as pass for '.' or '/'";
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            return "has a '\\'";
        }

        if (path.Index().Any(x => x.Item == '%' && x.Index + 2 < path.Length && char.IsAsciiHexDigit(path[x.Index + 1]) && char.IsAsciiHexDigit(path[x.Index + 2])))
        {
            return "is percent-encoded";
        }

        return path.Split('/').Select(Reason).FirstOrDefault(x => x is not null, null);

        static string? Reason(string name) => name switch
        {
            "" => "has an empty part",
            _ when name.All(x => x == '.') => $"has the part '{name}'",
            [_, ':', ..] => "names a drive",
            _ when Encoding.UTF8.GetByteCount(name) > MostBytesOfName => $"has a part of more than {MostBytesOfName} bytes",
            _ => null,
        };
    }

    // Half a surrogate pair is read as the replacement character.
    private static bool IsBad(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned || (rune.IsBmp && LookAlikes.Contains((char)rune.Value, StringComparison.Ordinal));
}
