using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Vsm.S1.Operations.Functions;

/// <summary>A JSON array of objects, or one object per line, object by object.</summary>
internal static class JsonReading
{
    public static async IAsyncEnumerable<Record> ReadArrayAsync(
        Stream content, string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var bounded = new BoundedStream(content, file, cancellation);
        await using var items = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(bounded, JsonSerializerOptions.Web, cancellation)
            .GetAsyncEnumerator(cancellation);
        FieldNames? names = null;
        for (var row = 1L; await MoveNextAsync(items, file, row); row++)
        {
            bounded.ItemRead(row);
            yield return ToRecord(items.Current, new Origin(file, row), ref names);
        }
    }

    public static async IAsyncEnumerable<Record> ReadLinesAsync(
        Stream content, string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        FieldNames? names = null;
        await foreach (var line in TextReading.ReadAsync(content, file, cancellation))
        {
            if (!string.IsNullOrWhiteSpace(line.Text))
            {
                yield return ToRecord(ParseLine(line), line.Origin, ref names);
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<JsonElement> items, string file, long row)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (JsonException bad)
        {
            throw new FunctionException(
                $"{file} is not a JSON array of objects, at or behind item {row}: {bad.Message} One object per line? Name it .jsonl, or " +
                "set 'format' to jsonl.", bad);
        }
    }

    private static JsonElement ParseLine(Line line)
    {
        try
        {
            return JsonElement.Parse(line.Text);
        }
        catch (JsonException bad)
        {
            throw new FunctionException($"{line.Origin} is not JSON: {bad.Message}", bad);
        }
    }

    private static Record ToRecord(JsonElement item, Origin origin, ref FieldNames? names)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FunctionException($"{origin} is a JSON {item.ValueKind.ToString().ToLowerInvariant()}, not an object: each item must " +
                "be an object.");
        }

        var found = new List<string>(names?.Count ?? 8);
        var values = new List<object?>(found.Capacity);
        foreach (var property in item.EnumerateObject())
        {
            found.Add(property.Name);
            values.Add(ToValue(property.Value));
        }

        if (names is null || !names.Names.SequenceEqual(found, StringComparer.Ordinal))
        {
            try
            {
                names = new FieldNames(found, open: true);
            }
            catch (FunctionException twice)
            {
                throw new FunctionException($"{origin}: {twice.Message}", twice);
            }
        }

        return new Record(names, [.. values], origin);
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        _ => value.GetRawText(),
    };
}
