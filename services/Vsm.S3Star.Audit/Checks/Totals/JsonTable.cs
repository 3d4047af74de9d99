using System.Text.Json;

namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>JSON rows: an array of objects, objects one after the other, or one object that holds one array of objects.</summary>
internal static class JsonTable
{
    public static async ValueTask SumAsync(
        Stream stream, bool isArray, IReadOnlyList<ColumnSum> sums, Action rowWasRead, CancellationToken cancellationToken)
    {
        try
        {
            var rows = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: !isArray, cancellationToken: cancellationToken);
            await foreach (var row in rows)
            {
                rowWasRead();
                Add(row, isArray, sums);
            }
        }
        catch (JsonException exception)
        {
            throw new UnreadableDataException($"it is not JSON: {Text.Cut(exception.Message, 200)}");
        }
    }

    public static void Sum(string json, IReadOnlyList<ColumnSum> sums)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                AddAll(document.RootElement, sums);
            else
                Add(document.RootElement, isRow: false, sums);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new UnreadableDataException($"it is not JSON: {Text.Cut(exception.Message, 200)}");
        }
    }

    private static void AddAll(JsonElement rows, IReadOnlyList<ColumnSum> sums)
    {
        foreach (var row in rows.EnumerateArray())
            Add(row, isRow: true, sums);
    }

    private static void Add(JsonElement row, bool isRow, IReadOnlyList<ColumnSum> sums)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new UnreadableDataException($"after {Text.Count(sums[0].Rows, "row")} there is something that is not an object with columns");

        if (!isRow)
        {
            var arrays = row.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).Take(2).ToList();
            if (arrays.Count == 2)
                throw new UnreadableDataException($"it holds more than one array ({arrays[0].Name}, {arrays[1].Name}), so its rows cannot be told");
            if (arrays.Count == 1)
            {
                AddAll(arrays[0].Value, sums);
                return;
            }
        }

        foreach (var sum in sums)
        {
            sum.AddRow();
            if (row.TryGetProperty(sum.Column, out var cell))
                sum.AddCell(cell.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => cell.GetString(),
                    _ => cell.GetRawText(),
                });
        }
    }
}
