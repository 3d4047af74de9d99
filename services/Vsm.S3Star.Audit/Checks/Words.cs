namespace Vsm.S3Star.Audit.Checks;

/// <summary>A word is what stands between white space and holds a letter or a digit.</summary>
internal static class Words
{
    public static IEnumerable<TextRange> Find(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var counts = false;
            for (; at < text.Length && !char.IsWhiteSpace(text[at]); at++)
                counts |= char.IsLetterOrDigit(text, at);
            if (counts)
                yield return new TextRange(start, at);
            at = Math.Max(at, start + 1);
        }
    }
}
