namespace Vsm.S1.Operations.Functions;

/// <summary>What flows from step to step: a stream of records or of text lines, read once and never held whole.</summary>
internal abstract class FunctionData
{
    private protected FunctionData()
    {
    }

    public static FunctionData Of(IAsyncEnumerable<Record> records, Func<FieldNames?> names) => new Records(records, names);

    public static FunctionData Of(IAsyncEnumerable<Record> records, FieldNames names) => new Records(records, () => names);

    public static FunctionData Of(IAsyncEnumerable<Line> lines) => new Lines(lines);

    /// <summary>The records, for a function that works on nothing else.</summary>
    public Records RequireRecords(string function) => this as Records ?? throw new FunctionException(
        $"'{function}' works on records but gets text lines: put a step 'extract' before it, or set 'format' to csv, json or jsonl if the " +
        "input is that.");

    /// <summary>The lines, for a function that works on nothing else.</summary>
    public Lines RequireLines(string function) => this as Lines ?? throw new FunctionException(
        $"'{function}' works on text lines but gets records: put a step 'report' before it, or set 'format' to text if the input is to be " +
        "read as text.");
}

/// <summary>Records, with the names of their fields where these are known, at the latest when all are read: so also no records have columns.</summary>
internal sealed class Records(IAsyncEnumerable<Record> items, Func<FieldNames?> names) : FunctionData
{
    public IAsyncEnumerable<Record> Items { get; } = items;

    public Func<FieldNames?> Names { get; } = names;
}

internal sealed class Lines(IAsyncEnumerable<Line> items) : FunctionData
{
    public IAsyncEnumerable<Line> Items { get; } = items;
}
