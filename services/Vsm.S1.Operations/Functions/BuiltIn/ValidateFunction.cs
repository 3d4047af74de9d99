using System.Globalization;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Checks every record, and reports, refuses or drops those that are wrong.</summary>
internal sealed class ValidateFunction : IAgentFunction
{
    private static readonly FieldNames Problem = new(["file", "row", "field", "problem"]);

    public CatalogueItem Description { get; } = new()
    {
        Name = "validate",
        Description = "Checks fields of every record: there, of a type, in a range. Blank fields break 'required' alone.",
        Parameters =
        [
            Parameter.List("required", "Fields that must not be blank."),
            Parameter.List("numbers", "Fields that are numbers."),
            Parameter.List("integers", "Fields that are whole numbers."),
            Parameter.List("dates", "Fields that are times, such as 2026-03-14 or 2026-03-14T09:30:00Z."),
            Parameter.List("ranges", "Fields with their least and greatest number, each as field least..greatest; either may be left out: " +
                "quantity 1.."),
            Parameter.Text("on_error", "report: the problems are the result; fail: the first one is an error; drop: the right records are " +
                "the result.", "report"),
            Parameter.Integer("limit", "How many problems are reported, up to 1,000; all are counted.", "100"),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var records = input.RequireRecords(Description.Name);
        var rules = FieldRule.ReadAll(context.Arguments);
        var limit = context.Arguments.Integer("limit", 1, 1000);
        return context.Arguments.Choice("on_error", "report", "fail", "drop") switch
        {
            "report" => FunctionData.Of(ReportAsync(records.Items, rules, limit, context), Problem),
            "fail" => FunctionData.Of(PassAsync(records.Items, rules, fail: true, context), records.Names),
            _ => FunctionData.Of(PassAsync(records.Items, rules, fail: false, context), records.Names),
        };
    }

    private static async IAsyncEnumerable<Record> ReportAsync(
        IAsyncEnumerable<Record> records, IReadOnlyList<FieldRule> rules, int limit, FunctionContext context)
    {
        var (checkedRecords, wrong, problems) = (0L, 0L, 0L);
        await foreach (var record in records.WithCancellation(context.Cancellation))
        {
            checkedRecords++;
            var before = problems;
            foreach (var rule in rules)
            {
                if (rule.Check(record) is { } problem && ++problems <= limit)
                {
                    yield return new Record(Problem, [record.Origin.File ?? "", (decimal)record.Origin.Row, rule.Field, problem], record.Origin);
                }
            }

            wrong += problems > before ? 1 : 0;
        }

        EnsureFound(rules);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{problems} problems in {wrong} of {checkedRecords} checked"));
    }

    private static async IAsyncEnumerable<Record> PassAsync(
        IAsyncEnumerable<Record> records, IReadOnlyList<FieldRule> rules, bool fail, FunctionContext context)
    {
        var dropped = 0L;
        await foreach (var record in records.WithCancellation(context.Cancellation))
        {
            var (rule, problem) = rules.Select(x => (Rule: x, Problem: x.Check(record))).FirstOrDefault(x => x.Problem is not null);
            if (problem is null)
            {
                yield return record;
            }
            else if (fail)
            {
                throw new FunctionException($"{record.Origin}, field '{rule.Field}': {problem}. Correct the row, or set 'on_error' to drop " +
                    "or report.");
            }
            else
            {
                dropped++;
            }
        }

        EnsureFound(rules);
        context.Note($"{dropped} dropped");
    }

    private static void EnsureFound(IReadOnlyList<FieldRule> rules)
    {
        foreach (var rule in rules)
        {
            rule.EnsureFieldFound();
        }
    }
}
