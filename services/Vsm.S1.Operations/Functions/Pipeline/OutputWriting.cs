using System.Text;
using System.Text.RegularExpressions;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Functions;

/// <summary>Writes what the last step gives as text, redacted as the parameters say, piece by piece.</summary>
internal static class OutputWriting
{
    private const int Piece = 64 * 1024;
    private static readonly string[] Formats = ["csv", "json", "markdown"];

    /// <exception cref="FunctionException">An argument is bad.</exception>
    public static void Check(FunctionArguments arguments) => _ = Settings.From(arguments);

    public static async Task WriteAsync(FunctionData data, FunctionArguments arguments, WriteText write, CancellationToken cancellation)
    {
        var settings = Settings.From(arguments);
        try
        {
            await (data is Records records
                ? WriteRecordsAsync(records, settings, write, cancellation)
                : WriteLinesAsync((Lines)data, settings, write, cancellation));
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw FunctionArguments.TooSlow(PipelineParameters.RedactPattern, slow);
        }
    }

    private static async Task WriteLinesAsync(Lines lines, Settings settings, WriteText write, CancellationToken cancellation)
    {
        var piece = new StringBuilder();
        var any = false;
        await foreach (var line in lines.Items.WithCancellation(cancellation))
        {
            // What is redacted may span lines, and would be missed where a piece ends.
            if (settings.Redaction.Any && piece.Length > FunctionLimits.RedactedCharacters)
            {
                throw new FunctionException(
                    $"The output has more than {FunctionLimits.RedactedCharacters / 1024 / 1024} MiB, the most that is redacted as one text: redact it line by line with the function 'redact'.");
            }

            if (!settings.Redaction.Any && piece.Length > Piece)
            {
                await write(piece.ToString(), cancellation);
                piece.Clear();
            }

            piece.Append(any ? "\n" : "").Append(line.Text);
            any = true;
        }

        await write(settings.Redact(piece.ToString()), cancellation);
    }

    private static async Task WriteRecordsAsync(Records records, Settings settings, WriteText write, CancellationToken cancellation)
    {
        IRecordWriter writer = settings.Format switch
        {
            "json" => new JsonRecordWriter(),
            "markdown" => new MarkdownRecordWriter(),
            _ => new CsvRecordWriter(),
        };

        var any = false;
        await foreach (var record in records.Items.WithCancellation(cancellation))
        {
            if (!any)
            {
                any = true;
                writer.Begin(records.Names() ?? record.Names);
            }

            writer.Write(settings.Redact(record));
            await write(writer.Take(), cancellation);
        }

        if (!any && records.Names() is { } names)
        {
            writer.Begin(names);
        }

        writer.End();
        await write(writer.Take(), cancellation);
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
