using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Finds terms in lines or records and says where they are.</summary>
internal sealed class SearchFunction : IAgentFunction
{
    private static readonly FieldNames Found = new(["file", "row", "score", "text"]);

    public CatalogueItem Description { get; } = new()
    {
        Name = "search",
        Description = "Finds lines or records that contain terms, whatever their case. The score counts a point for every occurrence and " +
            "1,000 for every different term.",
        Parameters =
        [
            Parameter.List("terms", "What to look for; without it, the words of the task."),
            Parameter.Text("match", "any term or all terms.", "any"),
            Parameter.Text("order", "score (highest first) or input.", "score"),
            Parameter.Integer("limit", "How many are given, up to 1,000.", "20"),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var arguments = context.Arguments;
        string[] terms = [.. (arguments.List("terms") is { Count: > 0 } given ? given : Words.Content(context.Task)).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (terms.Length == 0)
        {
            throw FunctionException.ForParameter("terms", "is missing, and the task names nothing to look for either.");
        }

        var limit = arguments.Integer("limit", 1, 1000);
        var ranked = arguments.Choice("order", "score", "input") == "score";
        var least = arguments.Choice("match", "any", "all") == "all" ? terms.Length : 1;
        var matches = MatchAsync(input is Records records ? SayAsync(records.Items, context.Cancellation) : ((Lines)input).Items, terms, least, context.Cancellation);
        return FunctionData.Of(ChooseAsync(matches, limit, ranked, context), Found);
    }

    private static async IAsyncEnumerable<Record> ChooseAsync(IAsyncEnumerable<Record> matches, int limit, bool ranked, FunctionContext context)
    {
        var count = 0L;
        var score = new FieldReader("score");
        var best = new BestRecords(x => ranked ? [score.Read(x)] : [], ranked ? [true] : [], limit);
        await foreach (var match in matches.WithCancellation(context.Cancellation))
        {
            count++;
            best.Add(match);
        }

        context.Note($"{count} matched");
        foreach (var match in best.Best())
        {
            yield return match;
        }
    }

    private static async IAsyncEnumerable<Record> MatchAsync(
        IAsyncEnumerable<Line> lines, string[] terms, int least, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var counts = Array.ConvertAll(terms, x => Occurrences(line.Text, x));
            var different = counts.Count(x => x > 0);
            if (different >= least)
            {
                yield return new Record(
                    Found, [line.Origin.File ?? "", (decimal)line.Origin.Row, (1000m * different) + counts.Sum(), Cut.To(line.Text, 2000)], line.Origin);
            }
        }
    }

    private static async IAsyncEnumerable<Line> SayAsync(
        IAsyncEnumerable<Record> records, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            yield return new Line(string.Join("; ", record.Names.Names.Zip(record.Values, (name, value) => $"{name}: {Values.Text(value)}")), record.Origin);
        }
    }

    private static int Occurrences(string text, string term)
    {
        var count = 0;
        for (var at = text.IndexOf(term, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(term, at + term.Length, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }
}
