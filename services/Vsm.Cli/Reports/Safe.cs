using System.Text;

namespace Vsm.Cli.Reports;

/// <summary>Makes what agents wrote fit for a terminal: it cannot move the cursor, change colours or fake lines of ours.</summary>
internal static class Safe
{
    /// <summary>The text with every control character but line breaks and tabs shown as <c>�</c>.</summary>
    public static string Text(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var unit in text.ReplaceLineEndings("\n"))
        {
            safe.Append(unit is not ('\n' or '\t') && (char.IsControl(unit) || IsDirection(unit)) ? '\uFFFD' : unit);
        }

        return safe.ToString();
    }

    /// <summary>The text as one line of at most <paramref name="longest"/> characters.</summary>
    public static string Line(string text, int longest)
    {
        var line = Text(text).Replace('\n', ' ').Replace('\t', ' ').Trim();
        return line.Length <= longest ? line : line[..(longest - 1)] + "…";
    }

    /// <summary>The beginning of a long text, and whether something was left out.</summary>
    public static (string Text, bool Cut) Cut(string text, int lines, int characters)
    {
        var safe = Text(text).TrimEnd('\n');
        var kept = string.Join('\n', safe.Split('\n').Take(lines));
        kept = kept.Length > characters ? kept[..characters] : kept;
        return (kept, kept.Length < safe.Length);
    }

    private static bool IsDirection(char unit) => unit is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
