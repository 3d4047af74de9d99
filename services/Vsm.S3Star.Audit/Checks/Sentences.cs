using System.Collections.Frozen;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>
/// Finds sentences as a reader would count them.
/// <list type="bullet">
/// <item>A sentence ends at <c>.</c>, <c>!</c>, <c>?</c> or an ellipsis (and any run of them, with closing quotes and brackets behind it) before white space
/// or the end, and at the full-width marks anywhere. So a point inside a number, address, URL, version or file name ends nothing.</item>
/// <item>A point behind an abbreviation, an initial or the number of a list item ends nothing; behind an abbreviation that often closes a sentence
/// ("etc.", "a.m.", "Inc.") it does when a capital follows. An ellipsis, or a mark inside a closing quote, does not when a small letter follows.</item>
/// <item>A blank line ends a sentence, and so does the beginning or end of a list item, heading or table row. Another line break does unless the text plainly
/// goes on: the next line begins with a small letter, or the line is as long as wrapped prose.</item>
/// <item>What holds no letter and no digit is no sentence.</item>
/// </list>
/// Unknown abbreviations count as ends: an agent must not get under a limit by leaving out capitals.
/// </summary>
internal static class Sentences
{
    private const int WrappedLine = 60;

    private const string Marks = ".!?…";

    private const string FullWidthMarks = "。！？｡";

    private const string Closers = "\"'”’»)]}*_`";

    private static readonly FrozenSet<string> NeverLast = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "mr", "mrs", "ms", "dr", "prof", "st", "mt", "sen", "gen", "rev", "hon", "vs", "e.g", "eg", "i.e", "ie", "cf", "viz", "approx", "resp", "incl", "excl",
        "fig", "figs", "eq", "eqs", "sec", "vol", "pp", "chap", "dept", "z.b", "d.h", "bzw", "ca", "vgl", "u.a");

    private static readonly FrozenSet<string> LastBeforeCapital = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "etc", "al", "a.m", "p.m", "inc", "ltd", "corp", "co", "bros", "jr", "sr", "u.s", "u.k", "u.n", "e.u", "usw", "avg", "min", "max", "est", "dept",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static readonly FrozenSet<string> NumberFollows = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "no", "nos", "nr", "p", "art", "ch", "par");

    public static IReadOnlyList<TextRange> Find(string text)
    {
        var sentences = new List<TextRange>();
        var start = 0;
        foreach (var end in Ends(text))
        {
            if (Trim(text, start, end) is { } sentence)
                sentences.Add(sentence);
            start = end;
        }

        return sentences;
    }

    private static IEnumerable<int> Ends(string text)
    {
        var lineStart = 0;
        for (var at = 0; at < text.Length;)
        {
            if (Lines.IsBreak(text[at]))
            {
                var next = Lines.Behind(text, at);
                if (EndsAtLineBreak(text, lineStart, at, next))
                    yield return at;
                lineStart = at = next;
            }
            else if (FullWidthMarks.Contains(text[at]))
            {
                yield return at = BehindRun(text, at, FullWidthMarks + Closers);
            }
            else if (Marks.Contains(text[at]))
            {
                var marksEnd = BehindRun(text, at, Marks);
                var end = BehindRun(text, marksEnd, Closers);
                if (EndsAtMark(text, lineStart, at, marksEnd, end))
                    yield return end;
                at = end;
            }
            else
            {
                at++;
            }
        }

        yield return text.Length;
    }

    private static bool EndsAtMark(string text, int lineStart, int mark, int marksEnd, int end)
    {
        if (end < text.Length && !char.IsWhiteSpace(text[end]))
            return false;

        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next == text.Length)
            return true;

        var isEllipsis = text[mark] == '…' || (text[mark] == '.' && marksEnd - mark > 1);
        if (isEllipsis || end > marksEnd)
            return !char.IsLower(text[next]);
        return text[mark] != '.' || EndsAtPoint(text, lineStart, mark, next);
    }

    private static bool EndsAtPoint(string text, int lineStart, int point, int next)
    {
        if (Lines.ItemBegins(text, lineStart, out var item) && item > point)
            return false;

        var wordStart = point;
        while (wordStart > 0 && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] == '.') && point - wordStart < 12)
            wordStart--;
        var word = text[wordStart..point].TrimStart('.');
        if (NeverLast.Contains(word))
            return false;
        if (LastBeforeCapital.Contains(word))
            return char.IsUpper(text[next]);
        if (NumberFollows.Contains(word))
            return !char.IsDigit(text[next]);
        return !(word.Length == 1 && char.IsUpper(word[0]) && word != "I" && char.IsUpper(text[next]));
    }

    private static bool EndsAtLineBreak(string text, int lineStart, int lineEnd, int next)
    {
        var first = next;
        while (first < text.Length && char.IsWhiteSpace(text[first]) && !Lines.IsBreak(text[first]))
            first++;
        if (first == text.Length || Lines.IsBreak(text[first]))
            return true;
        if (Lines.ItemBegins(text, next, out _) || Lines.IsHeadingOrRow(text, next) || Lines.IsHeadingOrRow(text, lineStart))
            return true;
        return !char.IsLower(text[first]) && lineEnd - lineStart < WrappedLine;
    }

    private static int BehindRun(string text, int at, string of)
    {
        while (at < text.Length && of.Contains(text[at]))
            at++;
        return at;
    }

    private static TextRange? Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        for (var at = start; at < end; at++)
        {
            if (char.IsLetterOrDigit(text, at))
                return new TextRange(start, end);
        }

        return null;
    }
}
