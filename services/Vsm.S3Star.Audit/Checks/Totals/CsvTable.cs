using CsvHelper;

namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>CSV with a header; the separator is found from its first lines.</summary>
internal static class CsvTable
{
    private static readonly CsvReaderOptions Strict = new()
    {
        HasHeader = true,
        TrimWhitespace = true,
        MaxRecordSize = 256 * 1024,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        IncludeValuesInExceptions = false,
    };

    public static async ValueTask SumAsync(
        Stream stream, IReadOnlyList<ColumnSum> sums, Action rowWasRead, CancellationToken cancellationToken)
    {
        try
        {
            await using var csv = CsvReader.Create(stream, Strict, leaveOpen: true);
            await csv.ReadHeaderAsync(cancellationToken);
            var columns = Positions(csv.Headers, sums);
            while (await csv.ReadAsync(cancellationToken))
            {
                rowWasRead();
                foreach (var (sum, at) in columns)
                {
                    sum.AddRow();
                    sum.AddCell(csv.GetString(at));
                }
            }
        }
        catch (CsvFormatException exception)
        {
            throw new UnreadableDataException($"it is not well-formed CSV: {Text.Cut(exception.Message.TrimEnd('.'), 200)}");
        }
    }

    private static List<(ColumnSum Sum, int At)> Positions(IReadOnlyList<string> headers, IReadOnlyList<ColumnSum> sums)
    {
        var positions = new List<(ColumnSum, int)>();
        foreach (var sum in sums)
        {
            var places = Enumerable.Range(0, headers.Count).Where(at => headers[at].Trim() == sum.Column).Take(2).ToList();
            if (places.Count == 2)
                throw new UnreadableDataException($"it has the column {sum.Column} twice");
            if (places.Count == 0)
                continue;
            sum.AddCell(null);
            positions.Add((sum, places[0]));
        }

        return positions;
    }
}
