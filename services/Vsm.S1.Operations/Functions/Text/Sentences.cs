namespace Vsm.S1.Operations.Functions;

/// <summary>
/// Finds the sentences of text that comes in lines. Wrapped lines are put together; a blank line ends a sentence; lines of a paragraph that has no sentence
/// end at all (a list, a log) are a sentence each.
/// </summary>
internal static class Sentences
{
    private static readonly char[] Closing = ['"', '\'', ')', ']', '»', '”'];

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "e.g", "i.e", "cf", "approx", "no", "fig", "vol", "dept", "inc", "ltd", "corp", "co",
    };

    /// <param name="paragraph">Lines without a blank one among them.</param>
    public static IEnumerable<string> OfParagraph(IReadOnlyList<string> paragraph)
    {
        var ends = paragraph.Any(x => Ends(x).Any());
        return ends ? Split(string.Join(' ', paragraph.Select(x => x.Trim()))) : paragraph.Select(x => x.Trim()).Where(x => x.Length > 0);
    }

    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        foreach (var end in Ends(text))
        {
            yield return text[start..end].Trim();
            start = end;
        }

        if (text[start..].Trim() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    /// <summary>The sentence with an end, so that it is one also where the next follows it.</summary>
    public static string Closed(string sentence) =>
        sentence.TrimEnd(Closing) is [.., '.' or '!' or '?' or '…'] ? sentence : sentence + ".";

    private static IEnumerable<int> Ends(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?' or '…'))
            {
                continue;
            }

            var stop = i;
            while (i + 1 < text.Length && text[i + 1] is '.' or '!' or '?' or '…' or '"' or '\'' or ')' or ']' or '»' or '”')
            {
                i++;
            }

            var next = i + 1;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
            {
                next++;
            }

            var last = next == text.Length;
            if (last || (next > i + 1 && !char.IsLower(text[next]) && !(text[stop] == '.' && EndsWithAbbreviation(text.AsSpan(0, stop)))))
            {
                yield return i + 1;
            }
        }
    }

    private static bool EndsWithAbbreviation(ReadOnlySpan<char> before)
    {
        var start = before.Length;
        while (start > 0 && (char.IsLetter(before[start - 1]) || (before[start - 1] == '.' && start < before.Length)))
        {
            start--;
        }

        var word = before[start..];
        var initial = word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I';
        return initial || Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }
}
