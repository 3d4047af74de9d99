namespace Vsm.S1.Operations.Functions;

/// <summary>
/// Chooses sentences by SumBasic (A. Nenkova and L. Vanderwende, "The Impact of Frequency on Summarization", Microsoft Research, MSR-TR-2005-101, 2005): a
/// word's probability is its share of all content words; a sentence weighs the average probability of its words; the heaviest sentence that has the most
/// probable word is taken, the probabilities of its words are squared, and so on until the summary is long enough.
/// </summary>
internal static class SumBasic
{
    /// <returns>Positions of the chosen sentences in the order of choice.</returns>
    /// <param name="sentences">What to choose from.</param>
    /// <param name="mostSentences">How many at most.</param>
    /// <param name="mostWords">How many words at most, all chosen together; sentences that would pass it are left out.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<int> Choose(
        IReadOnlyList<string> sentences, int mostSentences, int? mostWords, CancellationToken cancellation)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var words = sentences.Select(x => Words.Content(x).Select(word => IdOf(ids, word)).ToArray()).ToArray();
        var probability = new double[ids.Count];
        var total = words.Sum(x => x.Length);
        foreach (var id in words.SelectMany(x => x))
        {
            probability[id] += 1.0 / total;
        }

        var room = mostWords ?? int.MaxValue;
        var lengths = sentences.Select(Words.Count).ToArray();
        var open = Enumerable.Range(0, sentences.Count).Where(x => words[x].Length > 0).ToList();
        var chosen = new List<int>();
        while (chosen.Count < mostSentences)
        {
            cancellation.ThrowIfCancellationRequested();
            open.RemoveAll(x => lengths[x] > room);
            if (open.Count == 0)
            {
                break;
            }

            var best = Heaviest(open, words, probability);
            open.Remove(best);
            chosen.Add(best);
            room -= lengths[best];
            foreach (var id in words[best].Distinct())
            {
                probability[id] *= probability[id];
            }
        }

        return chosen;
    }

    private static int Heaviest(List<int> open, int[][] words, double[] probability)
    {
        var top = open.SelectMany(x => words[x]).MaxBy(x => probability[x]);
        return open.Where(x => words[x].Contains(top)).MaxBy(x => words[x].Average(id => probability[id]));
    }

    private static int IdOf(Dictionary<string, int> ids, string word)
    {
        if (!ids.TryGetValue(word, out var id))
        {
            ids.Add(word, id = ids.Count);
        }

        return id;
    }
}
