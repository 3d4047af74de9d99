using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Counts, sums, averages and extremes per group.</summary>
internal sealed class AggregateFunction : IAgentFunction
{
    private const string FieldsHelp = "of these fields, each written as field or as: field as name. Blank values are left out.";

    public CatalogueItem Description { get; } = new()
    {
        Name = "aggregate",
        Description = "Groups records and computes counts, sums, averages and extremes of each group; the groups come ordered by their keys.",
        Parameters =
        [
            Parameter.List("group_by", "Fields to group by, as field or as unit(field) with unit year, month, day, hour or minute of a " +
                "time; 'as name' behind it names the column."),
            Parameter.Text("count", "Name of a column with the number of records of each group. Without any other measure: count."),
            Parameter.List("sum", $"Sums {FieldsHelp}"),
            Parameter.List("average", $"Averages, to 6 digits, {FieldsHelp}"),
            Parameter.List("min", $"Smallest values {FieldsHelp}"),
            Parameter.List("max", $"Largest values {FieldsHelp}"),
            Parameter.Text("where", Filter.Help),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var records = input.RequireRecords(Description.Name);
        var grouping = new Grouping(KeyExpression.ParseList(context.Arguments, "group_by"), ReadMeasures(context.Arguments));
        return FunctionData.Of(AggregateAsync(records.Items, grouping, Filter.Parse(context.Arguments, "where"), context.Cancellation), grouping.Names);
    }

    private static List<Measure> ReadMeasures(FunctionArguments arguments)
    {
        var measures = new List<Measure>();
        if (arguments.Text("count") is { } name)
        {
            measures.Add(Measure.Count(name));
        }

        foreach (var kind in new[] { MeasureKind.Sum, MeasureKind.Average, MeasureKind.Min, MeasureKind.Max })
        {
            var parameter = kind.ToString().ToLowerInvariant();
            measures.AddRange(FieldExpression.ParseList(arguments, parameter).Select(x => x.Function is null
                ? Measure.Of(kind, x.Field, x.Alias)
                : throw FunctionException.ForParameter(parameter, $"'{x.Function}({x.Field})' is not a field.")));
        }

        return measures.Count > 0 ? measures : [Measure.Count()];
    }

    private static async IAsyncEnumerable<Record> AggregateAsync(
        IAsyncEnumerable<Record> records, Grouping grouping, Filter? where, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (where?.Matches(record) ?? true)
            {
                grouping.Add(record);
            }
        }

        where?.EnsureFieldsFound();
        foreach (var group in grouping.Results())
        {
            yield return group;
        }
    }
}
