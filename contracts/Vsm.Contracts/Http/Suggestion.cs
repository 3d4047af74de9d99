namespace Vsm.Contracts.Http;

/// <summary>Finds what was probably meant by a word that is not known.</summary>
public static class Suggestion
{
    /// <summary>The known words closest to it, as an end of a message: <c>; did you mean 'x'?</c> or <c>; expected one of …</c>.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0)
        {
            return "; there is none to choose from";
        }

        var best = words.Select(x => (Word: x, Distance: Distance(word, x))).MinBy(x => x.Distance);
        return best.Distance <= Math.Max(1, Math.Min(word.Length, best.Word.Length) / 3)
            ? $"; did you mean '{best.Word}'?"
            : $"; expected one of {string.Join(", ", words.Take(MostListed))}{(words.Count > MostListed ? ", …" : "")}";
    }

    // Levenshtein with neighbouring letters exchanged counted as one edit; words beyond a name's length are never close.
    private static int Distance(string left, string right)
    {
        if (left.Length > LongestWord || right.Length > LongestWord)
        {
            return int.MaxValue;
        }

        var cells = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                cells[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Step(i, j),
                };
            }
        }

        return cells[left.Length, right.Length];

        int Step(int i, int j)
        {
            var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
            var least = Math.Min(Math.Min(cells[i - 1, j], cells[i, j - 1]) + 1, cells[i - 1, j - 1] + (same ? 0 : 1));
            return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]
                ? Math.Min(least, cells[i - 2, j - 2] + 1)
                : least;
        }
    }

    private const int LongestWord = 64;
    private const int MostListed = 20;
}
