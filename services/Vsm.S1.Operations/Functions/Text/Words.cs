namespace Vsm.S1.Operations.Functions;

/// <summary>Takes text apart into words.</summary>
internal static class Words
{
    /// <summary>Words that say nothing about what a text is about.</summary>
    private static readonly HashSet<string> Stop = new(
        ("a about above after again against all also am an and any are as at be because been before being below between both but " +
        "by can could did do does doing down during each few for from further had has have having he her here hers him his how " +
        "i if in into is it its itself just me more most my no nor not now of off on once only or other our ours out over own " +
        "same she should so some such than that the their theirs them then there these they this those through to too under " +
        "until up us very was we were what when where which while who whom why will with would you your yours").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Letters and digits that stand together, in lower case, without stop words.</summary>
    public static IEnumerable<string> Content(string text) => All(text).Select(x => x.ToLowerInvariant()).Where(x => !Stop.Contains(x));

    /// <summary>What a person counts as words: what stands between blanks.</summary>
    public static int Count(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The first words of a text.</summary>
    public static string First(string text, int count) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(count));

    private static IEnumerable<string> All(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }
}
