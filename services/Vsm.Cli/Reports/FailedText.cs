using System.Globalization;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Reports;

/// <summary>Failed messages for people.</summary>
internal static class FailedText
{
    private const int MostLines = 40;
    private const int MostCharacters = 4000;

    public static IReadOnlyList<string> Row(FailedMessageView message) =>
    [
        message.Id.ToString(),
        message.State.ToString(),
        Time(message.FailedAt),
        message.Queue,
        message.MessageType ?? "-",
        message.Retries.ToString(CultureInfo.InvariantCulture),
        message.Reason,
    ];

    public static void Write(TextWriter writer, FailedMessageView message)
    {
        writer.WriteLine($"{message.Id}  {message.State}");
        Line(writer, "queue", message.Queue);
        Line(writer, "why here", message.Kind switch
        {
            FailedMessageKind.Skipped => "skipped",
            FailedMessageKind.DeadLettered => "given up by the broker",
            _ => message.ExceptionType ?? "error",
        });
        Line(writer, "reason", message.Reason);
        Line(writer, "contract", message.MessageType);
        Line(writer, "message id", message.MessageId);
        Line(writer, "failed", string.Create(CultureInfo.InvariantCulture, $"{message.Failures} times, first {Time(message.FirstFailedAt)}, last {Time(message.FailedAt)}"));
        Line(writer, "retries", string.Create(CultureInfo.InvariantCulture, $"{message.Retries}, {message.FailedRetries} failed{(message.NeedsNote ? "; another one needs a --note" : "")}"));
        Line(writer, "problem", message.Problem);
        Line(writer, "last act", message.ActBy is { } by ? $"by {by}, {Time(message.ActAt!.Value)}{(message.ActReason is { } why ? $": {why}" : "")}" : null);
        foreach (var (name, value) in (message.Headers ?? new Dictionary<string, string>()).OrderBy(x => x.Key, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteLine($"  header {Safe.Line(name, 100)}: {Safe.Line(value, 300)}");
        }

        var (text, cut) = Safe.Cut(message.Body ?? $"(no text; in Base64) {message.BodyBase64}", MostLines, MostCharacters);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  body, {message.Length:N0} bytes{(message.Cut ? ", kept in part" : "")}:"));
        writer.WriteLine(string.Join(Environment.NewLine, text.Split('\n').Select(x => $"    {x}".TrimEnd())));
        if (cut)
        {
            writer.WriteLine("    … cut; all of it with --output json");
        }
    }

    private static void Line(TextWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteLine($"  {name + ":",-12}{Safe.Line(value, 1000)}");
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
