using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>The largest or smallest records, or groups of them.</summary>
internal sealed class TopFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "top",
        Description = "The first records in an order, or with 'group_by' the first groups; equal ones in the order they come.",
        Parameters =
        [
            Parameter.Text("by", "What to order by: a field, or with 'group_by': count, sum(field), average(field), min(field) or " +
                "max(field), each also 'as name'.").Required(),
            Parameter.List("group_by", "Fields to group by, as for aggregate."),
            Parameter.Integer("limit", "How many, up to 10,000.", "10"),
            Parameter.Text("order", "descending (largest first) or ascending.", "descending"),
            Parameter.Text("where", Filter.Help),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var records = input.RequireRecords(Description.Name);
        var arguments = context.Arguments;
        var by = FieldExpression.Parse(arguments.RequiredText("by"), "by");
        var keys = KeyExpression.ParseList(arguments, "group_by");
        var limit = arguments.Integer("limit", 1, 10_000);
        var descending = arguments.Choice("order", "descending", "ascending") == "descending";
        var where = Filter.Parse(arguments, "where");
        if (keys.Count > 0)
        {
            var measure = ReadMeasure(by);
            var grouping = new Grouping(keys, measure.Kind == MeasureKind.Count ? [measure] : [measure, Measure.Count()]);
            return FunctionData.Of(GroupsAsync(records.Items, grouping, new FieldReader(measure.Name), limit, descending, where, context.Cancellation), grouping.Names);
        }

        return by.Function is null
            ? FunctionData.Of(RecordsAsync(records.Items, new FieldReader(by.Field), limit, descending, where, context.Cancellation), records.Names)
            : throw FunctionException.ForParameter("by", $"'{by.Function}({by.Field})' needs groups: set 'group_by', or name a field.");
    }

    private static Measure ReadMeasure(FieldExpression by) => by switch
    {
        { Function: null, Field: "count" } => Measure.Count(by.Alias ?? "count"),
        { Function: { } name } when Enum.TryParse<MeasureKind>(name, ignoreCase: true, out var kind) && kind != MeasureKind.Count =>
            Measure.Of(kind, by.Field, by.Alias),
        _ => throw FunctionException.ForParameter(
            "by", "with 'group_by' it is one of count, sum(field), average(field), min(field), max(field)."),
    };

    private static async IAsyncEnumerable<Record> RecordsAsync(
        IAsyncEnumerable<Record> records, FieldReader by, int limit, bool descending, Filter? where, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var best = new BestRecords(x => [by.Read(x)], [descending], limit);
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (where?.Matches(record) ?? true)
            {
                best.Add(record);
            }
        }

        where?.EnsureFieldsFound();
        by.EnsureFound();
        foreach (var record in best.Best())
        {
            yield return record;
        }
    }

    private static async IAsyncEnumerable<Record> GroupsAsync(
        IAsyncEnumerable<Record> records, Grouping grouping, FieldReader by, int limit, bool descending, Filter? where,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (where?.Matches(record) ?? true)
            {
                grouping.Add(record);
            }
        }

        where?.EnsureFieldsFound();
        var best = new BestRecords(x => [by.Read(x)], [descending], limit);
        foreach (var group in grouping.Results())
        {
            best.Add(group);
        }

        foreach (var group in best.Best())
        {
            yield return group;
        }
    }
}
