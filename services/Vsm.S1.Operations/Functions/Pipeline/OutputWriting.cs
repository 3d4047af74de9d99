using System.Text;
using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>Writes what the last step gives as text, redacted as the parameters say, and not longer than a result may be.</summary>
internal static class OutputWriting
{
    private static readonly string[] Formats = ["csv", "json", "markdown"];

    /// <exception cref="FunctionException">An argument is bad.</exception>
    public static void Check(FunctionArguments arguments) => _ = Settings.From(arguments);

    public static async Task<string> WriteAsync(FunctionData data, FunctionArguments arguments, CancellationToken cancellation)
    {
        var settings = Settings.From(arguments);
        try
        {
            return data is Records records
                ? await WriteRecordsAsync(records, settings, cancellation)
                : settings.Redact(await WriteLinesAsync((Lines)data, cancellation));
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw FunctionArguments.TooSlow(PipelineParameters.RedactPattern, slow);
        }
    }

    private static async Task<string> WriteLinesAsync(Lines lines, CancellationToken cancellation)
    {
        var output = new StringBuilder();
        var bytes = 0L;
        var count = 0L;
        await foreach (var line in lines.Items.WithCancellation(cancellation))
        {
            bytes += Encoding.UTF8.GetByteCount(line.Text) + 1;
            Guard(bytes, ++count, "lines");
            output.Append(output.Length == 0 && count == 1 ? "" : "\n").Append(line.Text);
        }

        return output.ToString();
    }

    private static async Task<string> WriteRecordsAsync(Records records, Settings settings, CancellationToken cancellation)
    {
        IRecordWriter writer = settings.Format switch
        {
            "json" => new JsonRecordWriter(),
            "markdown" => new MarkdownRecordWriter(),
            _ => new CsvRecordWriter(),
        };

        var count = 0L;
        await foreach (var record in records.Items.WithCancellation(cancellation))
        {
            if (count++ == 0)
            {
                writer.Begin(records.Names() ?? record.Names);
            }

            writer.Write(settings.Redact(record));
            Guard(writer.Bytes, count, "records");
        }

        if (count == 0 && records.Names() is { } names)
        {
            writer.Begin(names);
        }

        return writer.End();
    }

    private static void Guard(long bytes, long count, string unit)
    {
        if (bytes > FunctionLimits.OutputBytes)
        {
            throw new FunctionException(
                $"The output passes {FunctionLimits.OutputBytes / 1024} KiB at {count:N0} {unit}: aggregate further, select fewer fields, " +
                "or set a smaller 'limit'.");
        }
    }

    private sealed record Settings(string Format, Redaction Redaction)
    {
        public static Settings From(FunctionArguments arguments) =>
            new(arguments.Choice(PipelineParameters.OutputFormat, Formats), Redaction.From(arguments));

        public string Redact(string text) => Redaction.Apply(text);

        public Record Redact(Record record) => Redaction.Any
            ? new Record(record.Names, Array.ConvertAll(record.Values, RedactValue), record.Origin)
            : record;

        private object? RedactValue(object? value)
        {
            var text = Values.Text(value);
            var redacted = Redact(text);
            return redacted == text ? value : redacted;
        }
    }
}
