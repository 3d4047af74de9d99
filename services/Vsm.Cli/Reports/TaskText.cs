using System.Globalization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Reports;

/// <summary>A task for people to read.</summary>
internal static class TaskText
{
    private const int MostLines = 40;
    private const int MostCharacters = 4000;
    private const int MostEvidence = 5;

    /// <summary>Writes the task; <paramref name="whole"/> says where a long output is complete.</summary>
    public static void Write(TextWriter writer, RunTask task, string whole)
    {
        writer.WriteLine($"{Label(task)} {task.State}{By(task)}");
        writer.WriteLine($"  {Safe.Line(task.Content, 200)}");
        if (task.Reason is { Length: > 0 } reason)
        {
            writer.WriteLine($"  reason: {Safe.Line(reason, 1000)}");
        }

        if (task.Recovery is { } recovery)
        {
            writer.WriteLine($"  gone on with after an interruption: {Words(recovery)}");
        }

        foreach (var ruling in task.Rulings)
        {
            Write(writer, ruling);
        }

        if (task.Output is { Length: > 0 } output)
        {
            var (text, cut) = Safe.Cut(output, MostLines, MostCharacters);
            writer.WriteLine("  output:");
            writer.WriteLine(string.Join(Environment.NewLine, text.Split('\n').Select(x => $"    {x}".TrimEnd())));
            if (task.OutputReference is { } all)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {all.Length:N0} bytes in all; whole with vsm task show {task.Number?.ToString(null, null) ?? task.Id.ToString()} --out FILE"));
            }
            else if (cut)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    … cut, {output.Length:N0} characters in all; {whole}"));
            }
        }

        writer.WriteLine();
    }

    public static string Label(RunTask task) => task.Number is { } number ? $"#{number}" : task.Id.ToString();

    public static string Summary(IReadOnlyCollection<RunTask> tasks)
    {
        var states = tasks.GroupBy(x => x.State).OrderByDescending(x => x.Key == "Approved").ThenBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => $"{x.Count()} {x.Key}");
        return $"{Count(tasks.Count, "task")}: {string.Join(", ", states)}; "
            + $"{Count(tasks.Sum(x => x.Corrections), "correction")}, {Money(tasks.Sum(x => x.Cost))}";
    }

    public static string Money(decimal cost) => string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}");

    public static string Time(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
        : milliseconds < 120_000
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s")
            : TimeSpan.FromMilliseconds(milliseconds).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string By(RunTask task)
    {
        var who = task.Assignee is { } assignee ? $"by {assignee}, " : "";
        var clarified = task.Clarifications > 0 ? $", {Count(task.Clarifications, "clarification")}" : "";
        return $"  {who}{Count(task.Attempts, "attempt")}, {Count(task.Corrections, "correction")}{clarified}, "
            + $"{Money(task.Cost)}, {Time(task.DurationMs)}";
    }

    private static void Write(TextWriter writer, RunRuling ruling)
    {
        writer.WriteLine($"  attempt {ruling.Attempt}: {Words(ruling.Verdict)}: {Safe.Line(ruling.Policy, 63)} (version {ruling.PolicyVersion}{Judge(ruling)}): "
            + Safe.Line(ruling.Interpretation, 500));
        foreach (var evidence in ruling.Evidence.Take(MostEvidence))
        {
            writer.WriteLine(evidence.Kind == EvidenceKind.ToolCall
                ? $"    evidence: tool call {Safe.Line(evidence.Id ?? "", 40)}"
                : $"    evidence: characters {evidence.Start} to {evidence.End}: \"{Safe.Line(evidence.Text ?? "", 200)}\"");
        }

        if (ruling.Evidence.Count > MostEvidence)
        {
            writer.WriteLine($"    and {ruling.Evidence.Count - MostEvidence} more; all of them with --output json");
        }
    }

    private static string Judge(RunRuling ruling) => ruling.Judge is { } judge
        ? $", judged by {Safe.Line(judge, 100)}{(ruling.Precedent is { } precedent ? $", as in ruling {precedent}" : "")}"
        : "";

    private static string Words(TaskRecovery recovery) =>
        $"{Count(recovery.CallsFromRecord, "call")} answered from the record, {recovery.CallsRepeated} made again"
        + (recovery.CallsDropped > 0 ? $", {recovery.CallsDropped} on record not used, as something else was asked" : "");

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.NotViolated => "not violated",
        Verdict.NotJudged => "not judged",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    private static string Count(int count, string word) => $"{count} {word}{(count == 1 ? "" : "s")}";
}
