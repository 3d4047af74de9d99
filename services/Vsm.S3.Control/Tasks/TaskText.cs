using System.Globalization;
using MassTransit;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Tasks;

/// <summary>Texts for people.</summary>
internal static class TaskText
{
    private const int MaxReason = 2000;

    public static string Of(ExceptionInfo[] exceptions) =>
        Cut(exceptions.Length == 0 ? "no reason given" : $"{exceptions[0].ExceptionType.Split('.')[^1]}: {exceptions[0].Message}");

    /// <summary>The interpretations of the findings that made the verdict.</summary>
    public static string? OfFindings(Ruling ruling) => ruling.Verdict == Verdict.NotViolated
        ? null
        : Cut(ruling.Findings.Count == 0
            ? "No policy applies to it, so nothing says that it may be approved."
            : string.Join(" ", ruling.Findings.Where(x => x.Verdict == ruling.Verdict).Select(x => $"{x.Policy}: {x.Interpretation}")));

    public static string OfRaise(RaiseTaskBudget raise) =>
        string.Create(CultureInfo.InvariantCulture, $"{raise.By ?? "Somebody"} raised the cost limit to {raise.CostLimit} USD{(raise.Reason is { } reason ? $": {Cut(reason)}" : ".")}");

    public static string OfAttemptLimit(TaskInstance task) => Cut(string.Create(
        CultureInfo.InvariantCulture,
        $"{task.Reason} No attempt may cost more than limits.cost_per_attempt, which was {task.Money?.PerAttempt} USD when the task was handed in."));

    public static string Cut(string text) => text.Length <= MaxReason ? text : $"{text[..MaxReason]}…";
}
