using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Replaces personal data in text lines or in the fields of records.</summary>
internal sealed class RedactFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "redact",
        Description = "Replaces personal data by its kind, such as [email]. Account and card numbers count only if their check digits are right.",
        Parameters =
        [
            Parameter.List("kinds", "Of email, ip, phone, iban, card.", string.Join(", ", PersonalData.AllKinds)),
            Parameter.Pattern("pattern", "What matches it is replaced by [redacted] as well."),
            Parameter.List("fields", "The fields of records to redact; without it, all."),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var kinds = context.Arguments.List("kinds");
        if (kinds.FirstOrDefault(x => !PersonalData.AllKinds.Contains(x)) is { } unknown)
        {
            throw FunctionException.ForParameter("kinds", $"'{unknown}' is not one of {string.Join(", ", PersonalData.AllKinds)}.");
        }

        var redaction = new Redaction(kinds, context.Arguments.Pattern("pattern"));
        var fields = context.Arguments.List("fields");
        return input switch
        {
            Records records => FunctionData.Of(RecordsAsync(records.Items, redaction, fields, context), records.Names),
            _ => FunctionData.Of(LinesAsync(((Lines)input).Items, redaction, context)),
        };
    }

    private static async IAsyncEnumerable<Line> LinesAsync(IAsyncEnumerable<Line> lines, Redaction redaction, FunctionContext context)
    {
        await foreach (var line in lines.WithCancellation(context.Cancellation))
        {
            yield return line with { Text = redaction.Apply(line.Text, line.Origin) };
        }

        context.Note(redaction.Summary());
    }

    private static async IAsyncEnumerable<Record> RecordsAsync(
        IAsyncEnumerable<Record> records, Redaction redaction, IReadOnlyList<string> fields, FunctionContext context)
    {
        FieldReader[] chosen = [.. fields.Select(x => new FieldReader(x))];
        await foreach (var record in records.WithCancellation(context.Cancellation))
        {
            var values = (object?[])record.Values.Clone();
            Array.ForEach(chosen, x => x.Read(record));
            for (var i = 0; i < values.Length; i++)
            {
                if (chosen.Length == 0 || fields.Contains(record.Names.Names[i]))
                {
                    var text = Values.Text(values[i]);
                    var redacted = redaction.Apply(text, record.Origin);
                    values[i] = redacted == text ? values[i] : redacted;
                }
            }

            yield return new Record(record.Names, values, record.Origin);
        }

        Array.ForEach(chosen, x => x.EnsureFound());
        context.Note(redaction.Summary());
    }

    private sealed class Redaction(IReadOnlyList<string> kinds, Regex? pattern)
    {
        private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public string Apply(string text, Origin origin)
        {
            try
            {
                return PersonalData.Redact(pattern?.Replace(text, _ => Replaced("redacted")) ?? text, kinds, x => Replaced(x));
            }
            catch (RegexMatchTimeoutException slow)
            {
                throw new FunctionException($"{origin}: {FunctionArguments.TooSlow("pattern", slow).Message}", slow) { Parameter = "pattern" };
            }
        }

        public string Summary() => _counts.Count == 0 ? "nothing replaced" : $"replaced {string.Join(", ", _counts.Select(x => $"{x.Value} {x.Key}"))}";

        private string Replaced(string kind)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            return $"[{kind}]";
        }
    }
}
