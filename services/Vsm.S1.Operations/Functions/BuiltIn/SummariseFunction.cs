using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>A summary made of the text's own sentences, chosen by <see cref="SumBasic"/>.</summary>
internal sealed class SummariseFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "summarise",
        Description = "Chooses the sentences that say most about a text, by SumBasic (Nenkova and Vanderwende 2005), and gives them in the " +
            "text's order. Records are said as sentences first.",
        Parameters =
        [
            Parameter.Integer("max_sentences", "How many sentences at most, up to 100.", "5"),
            Parameter.Integer("max_words", "How many words at most, counted between blanks; if no sentence is so short, the best one is cut."),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var sentences = context.Arguments.Integer("max_sentences", 1, 100);
        var words = context.Arguments.OptionalInteger("max_words", 1, 10_000);
        var found = input switch
        {
            Records records => SayAsync(records.Items, context.Cancellation),
            _ => ReadAsync(((Lines)input).Items, context.Cancellation),
        };
        return FunctionData.Of(SummariseAsync(found, sentences, words, context));
    }

    private static async IAsyncEnumerable<Line> SummariseAsync(IAsyncEnumerable<string> found, int mostSentences, int? mostWords, FunctionContext context)
    {
        var sentences = new List<string>();
        var held = 0L;
        await foreach (var sentence in found.WithCancellation(context.Cancellation))
        {
            sentences.Add(sentence);
            held += sentence.Length;
            if (sentences.Count > FunctionLimits.Sentences || held > FunctionLimits.HeldCharacters)
            {
                throw new FunctionException(
                    $"There are more than {FunctionLimits.Sentences:N0} sentences to choose from: leave out what does not matter with " +
                    "'transform', or aggregate first.");
            }
        }

        context.Note($"chosen from {sentences.Count} sentences");
        var chosen = SumBasic.Choose(sentences, mostSentences, mostWords, context.Cancellation);
        if (chosen.Count == 0 && sentences.Count > 0)
        {
            var best = SumBasic.Choose(sentences, 1, null, context.Cancellation);
            var text = sentences[best.Count > 0 ? best[0] : 0];
            yield return new Line(mostWords is { } most && Words.Count(text) > most ? Words.First(text, most) + "…" : Sentences.Closed(text));
        }

        foreach (var position in chosen.Order())
        {
            yield return new Line(Sentences.Closed(sentences[position]));
        }
    }

    private static async IAsyncEnumerable<string> SayAsync(
        IAsyncEnumerable<Record> records, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sentence = new RecordSentence(template: null);
        await foreach (var record in records.WithCancellation(cancellation))
        {
            yield return sentence.Say(record);
        }
    }

    private static async IAsyncEnumerable<string> ReadAsync(
        IAsyncEnumerable<Line> lines, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var paragraph = new List<string>();
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (!string.IsNullOrWhiteSpace(line.Text))
            {
                paragraph.Add(line.Text);
            }

            // A paragraph is held whole; one that never ends is taken in pieces.
            if (string.IsNullOrWhiteSpace(line.Text) || paragraph.Count >= 1000)
            {
                foreach (var sentence in Sentences.OfParagraph(paragraph))
                {
                    yield return sentence;
                }

                paragraph.Clear();
            }
        }

        foreach (var sentence in Sentences.OfParagraph(paragraph))
        {
            yield return sentence;
        }
    }
}
