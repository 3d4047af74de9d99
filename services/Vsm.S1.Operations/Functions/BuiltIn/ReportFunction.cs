using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Says every record as a line of text.</summary>
internal sealed class ReportFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "report",
        Description = "Says every record as a sentence, so that steps for text can work on it.",
        Parameters = [Parameter.Text("template", "A sentence with {field} in it, such as: {path} answered {status}. Without it all fields " +
            "are named.")],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var records = input.RequireRecords(Description.Name);
        return FunctionData.Of(SayAsync(records.Items, new RecordSentence(context.Arguments.Text("template")), context.Cancellation));
    }

    private static async IAsyncEnumerable<Line> SayAsync(
        IAsyncEnumerable<Record> records, RecordSentence sentence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            yield return new Line(sentence.Say(record), record.Origin);
        }

        sentence.EnsureFieldsFound();
    }
}
