using System.Runtime.CompilerServices;
using System.Text;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Functions;

/// <summary>Opens content from the store that every process reaches.</summary>
internal delegate ValueTask<Stream> OpenContent(ContentReference reference, CancellationToken cancellation);

/// <summary>Makes one stream of a task's files, in their order; of its text when it has none.</summary>
internal static class InputReading
{
    private const string Csv = "csv";
    private const string Json = "json";
    private const string JsonLines = "jsonl";
    private const string Text = "text";

    public static string[] Formats { get; } = [Csv, Json, JsonLines, Text];

    public static FunctionData Read(
        string content, IReadOnlyList<ContentReference> references, string? format, OpenContent open, CancellationToken cancellation)
    {
        Source[] sources = references.Count > 0
            ? [.. references.Select(x => new Source(NameOf(x), format ?? FormatOf(NameOf(x)), token => open(x, token)))]
            : [new Source("the task", format ?? Text, _ => ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(content), writable: false)))];

        var text = sources.Count(x => x.Format == Text);
        if (text > 0 && text < sources.Length)
        {
            throw new FunctionException(
                $"{sources.First(x => x.Format == Text).Name} is text but {sources.First(x => x.Format != Text).Name} has records: " +
                $"give files of one sort, or set 'format' to one of {string.Join(", ", Formats)}.");
        }

        FieldNames? header = null;
        return text > 0
            ? FunctionData.Of(LinesAsync(sources, cancellation))
            : FunctionData.Of(RecordsAsync(sources, x => header ??= x, cancellation), () => header);
    }

    private static async IAsyncEnumerable<Line> LinesAsync(
        IReadOnlyList<Source> sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            await foreach (var line in TextReading.ReadAsync(await source.OpenAsync(cancellation), source.Name, cancellation))
            {
                yield return line;
            }
        }
    }

    private static async IAsyncEnumerable<Record> RecordsAsync(
        IReadOnlyList<Source> sources, Action<FieldNames> onHeader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            var content = await source.OpenAsync(cancellation);
            var records = source.Format switch
            {
                Csv => CsvReading.ReadAsync(content, source.Name, onHeader, cancellation),
                Json => JsonReading.ReadArrayAsync(content, source.Name, cancellation),
                _ => JsonReading.ReadLinesAsync(content, source.Name, cancellation),
            };
            await foreach (var record in records)
            {
                yield return record;
            }
        }
    }

    private static string NameOf(ContentReference reference) =>
        reference.Name ?? Uri.UnescapeDataString(reference.Uri.IsAbsoluteUri ? reference.Uri.Segments[^1] : reference.Uri.OriginalString);

    private static string FormatOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => Csv,
        ".json" => Json,
        ".jsonl" or ".ndjson" => JsonLines,
        _ => Text,
    };

    private sealed record Source(string Name, string Format, Func<CancellationToken, ValueTask<Stream>> OpenAsync);
}
