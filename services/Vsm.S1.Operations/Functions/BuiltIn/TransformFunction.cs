using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Chooses, renames, orders and limits fields and records.</summary>
internal sealed class TransformFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "transform",
        Description = "Keeps records that match, orders them, and chooses and renames their fields.",
        Parameters =
        [
            Parameter.Text("where", Filter.Help),
            Parameter.List("sort_by", "Fields to order by (before any are left out or renamed), each as field or as: field desc."),
            Parameter.Integer("limit", "How many records are kept at most."),
            Parameter.List("select", "Fields to keep, in this order, each as field or as: field as name. Without it: all."),
            Parameter.List("rename", "Fields to rename where all are kept, each as: field as name."),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var records = input.RequireRecords(Description.Name);
        var arguments = context.Arguments;
        var where = Filter.Parse(arguments, "where");
        var limit = arguments.OptionalInteger("limit", 1, FunctionLimits.HeldRecords);
        var projection = Projection.From(arguments);
        var items = FilterAsync(records.Items, where, context.Cancellation);
        if (SortKeys(arguments) is { Count: > 0 } keys)
        {
            items = SortAsync(items, keys, limit, context.Cancellation);
        }
        else if (limit is { } most)
        {
            items = items.Take(most);
        }

        return FunctionData.Of(ProjectAsync(items, projection, context.Cancellation), () => projection.NamesOf(records.Names()));
    }

    private static List<(FieldReader Field, bool Descending)> SortKeys(FunctionArguments arguments) =>
        [.. arguments.List("sort_by").Select(x => x.EndsWith(" desc", StringComparison.OrdinalIgnoreCase)
            ? (new FieldReader(x[..^5].Trim()), true)
            : (new FieldReader(x.EndsWith(" asc", StringComparison.OrdinalIgnoreCase) ? x[..^4].Trim() : x), false))];

    private static async IAsyncEnumerable<Record> FilterAsync(
        IAsyncEnumerable<Record> records, Filter? where, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            if (where?.Matches(record) ?? true)
            {
                yield return record;
            }
        }

        where?.EnsureFieldsFound();
    }

    private static async IAsyncEnumerable<Record> SortAsync(
        IAsyncEnumerable<Record> records, List<(FieldReader Field, bool Descending)> keys, int? limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var best = new BestRecords(record => [.. keys.Select(x => x.Field.Read(record))], [.. keys.Select(x => x.Descending)], limit);
        await foreach (var record in records.WithCancellation(cancellation))
        {
            best.Add(record);
        }

        keys.ForEach(x => x.Field.EnsureFound());
        foreach (var record in best.Best())
        {
            yield return record;
        }
    }

    private static async IAsyncEnumerable<Record> ProjectAsync(
        IAsyncEnumerable<Record> records, Projection projection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            yield return projection.Apply(record);
        }

        projection.EnsureFieldsFound();
    }
}
