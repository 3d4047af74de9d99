using System.Runtime.CompilerServices;
using CsvHelper;

namespace Vsm.S1.Operations.Functions;

/// <summary>CSV files with a header, row by row.</summary>
internal static class CsvReading
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        SkipEmptyLines = false, // so that rows are counted as people count them
        MaxRecordSize = FunctionLimits.LineBytes,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    };

    public static async IAsyncEnumerable<Record> ReadAsync(
        Stream content, string file, Action<FieldNames> onHeader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = CsvReader.Create(content, Options, leaveOpen: false);
        var names = await ReadHeaderAsync(reader, file, cancellation);
        onHeader(names);
        while (await ReadRowAsync(reader, file, cancellation))
        {
            var origin = new Origin(file, reader.RowNumber + 1);
            if (reader.FieldCount == 1 && names.Count > 1 && reader.IsEmpty(0))
            {
                continue; // a blank line
            }

            if (reader.FieldCount != names.Count)
            {
                throw new FunctionException($"{origin} has {reader.FieldCount} fields but the header has {names.Count}: {names}.");
            }

            var values = new object?[names.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.GetString(i);
            }

            yield return new Record(names, values, origin);
        }
    }

    private static async Task<FieldNames> ReadHeaderAsync(CsvReader reader, string file, CancellationToken cancellation)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellation);
        }
        catch (CsvFormatException bad)
        {
            throw Explain(bad, file, 1);
        }

        var names = reader.Headers.ToArray().Select(x => x.Trim()).ToList();
        if (names.Count == 0)
        {
            throw new FunctionException($"{file} is empty: a CSV file starts with a row of field names.");
        }

        var blank = names.IndexOf("");
        if (blank >= 0)
        {
            throw new FunctionException($"{new Origin(file, 1)}: field {blank + 1} of the header has no name.");
        }

        try
        {
            return new FieldNames(names);
        }
        catch (FunctionException twice)
        {
            throw new FunctionException($"{new Origin(file, 1)}: {twice.Message}", twice);
        }
    }

    private static async ValueTask<bool> ReadRowAsync(CsvReader reader, string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested(); // what is buffered already is read without looking at it
        try
        {
            return await reader.ReadAsync(cancellation);
        }
        catch (CsvFormatException bad)
        {
            throw Explain(bad, file, reader.RowNumber + 2);
        }
    }

    private static FunctionException Explain(CsvFormatException bad, string file, long row) => new(
        $"{new Origin(file, bad.RecordNumber > 0 ? bad.RecordNumber : row)} is not CSV, or longer than " +
        $"{FunctionLimits.LineBytes / 1024 / 1024} MiB: {bad.Message} " +
        "A field with a comma, a quote or a line end must be quoted whole, its quotes doubled.",
        bad);
}
