namespace Vsm.S3Star.Audit.Checks;

/// <summary>How lines of text begin and end.</summary>
internal static class Lines
{
    private const int MaxIndent = 40;

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    public static int Behind(string text, int lineBreak) =>
        text[lineBreak] == '\r' && lineBreak + 1 < text.Length && text[lineBreak + 1] == '\n' ? lineBreak + 2 : lineBreak + 1;

    /// <summary>Whether a line is a list item ("- x", "* x", "• x", "2. x", "2) x", "b) x"), and where its text begins.</summary>
    public static bool ItemBegins(string text, int lineStart, out int content)
    {
        var at = BehindBlanks(text, lineStart);
        var label = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]) && at - label < 3)
            at++;
        if (at == label && at + 1 < text.Length && char.IsAsciiLetter(text[at]) && text[at + 1] == ')')
            at++;

        var isItem = at < text.Length && (at > label ? text[at] is '.' or ')' : text[at] is '-' or '*' or '+' or '•' or '–' or '—');
        content = at + 1;
        return isItem && content < text.Length && text[content] is ' ' or '\t';
    }

    public static bool IsHeadingOrRow(string text, int lineStart)
    {
        var at = BehindBlanks(text, lineStart);
        return at < text.Length && text[at] is '#' or '|';
    }

    private static int BehindBlanks(string text, int at)
    {
        // Bounded, because it is asked for every point of a line.
        for (var last = Math.Min(text.Length, at + MaxIndent); at < last && text[at] is ' ' or '\t';)
            at++;
        return at;
    }
}
