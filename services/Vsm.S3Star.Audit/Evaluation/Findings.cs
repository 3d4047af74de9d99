using System.Globalization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>Makes the finding on a policy from what its readings come to.</summary>
internal static class Findings
{
    public static Finding Of(PolicyDefinition policy, IReadOnlyList<ReadingResult> readings)
    {
        var verdict = Verdicts.OfReadings(policy.ReadingRule, [.. readings.Select(x => x.Verdict)]);
        var deciding = verdict == Verdict.Vague ? readings : [.. readings.Where(x => x.Verdict == verdict)];
        return new Finding
        {
            PolicyId = policy.PolicyId,
            PolicyNumber = policy.Number,
            Policy = policy.Name,
            PolicyVersion = policy.Version,
            Verdict = verdict,
            Interpretation = Interpretation(policy, readings, verdict, deciding),
            Evidence = [.. deciding.Where(x => verdict != Verdict.Vague || x.Verdict == Verdict.Violated)
                .SelectMany(x => x.Evidence).Distinct().Take(OutputEvidence.MaxItems)],
            Readings = verdict == Verdict.Vague ? [.. readings.Select(x => $"{x.ReadAs}: {Verdicts.InWords(x.Verdict)}. {x.Application}")] : [],
            Questions = verdict == Verdict.Vague ? [Question(policy, readings)] : [],
            Remedy = verdict == Verdict.Violated ? Remedy(policy.ReadingRule, deciding) : null,
        };
    }

    private static string Interpretation(
        PolicyDefinition policy, IReadOnlyList<ReadingResult> readings, Verdict verdict, IReadOnlyList<ReadingResult> deciding)
    {
        if (readings.Count == 0)
            return "Not judged: the policy has no check, so it needs a judge or a person; no judge is configured.";
        if (readings.Count == 1)
            return readings[0].Interpretation;
        if (verdict == Verdict.Vague)
            return $"The rule can be read in {readings.Count} ways, and they differ here.";

        var how = policy.ReadingRule switch
        {
            ReadingRule.Strict => $"Of {readings.Count} readings one that is violated decides.",
            ReadingRule.Lenient => $"Of {readings.Count} readings one that is not violated decides.",
            _ => $"All {readings.Count} readings must agree.",
        };
        return string.Join(' ', deciding.Select(x => x.Interpretation).Prepend(how));
    }

    private static string Question(PolicyDefinition policy, IReadOnlyList<ReadingResult> readings) =>
        $"Which reading of '{Text.Cut(policy.Rule, 500)}' holds: {string.Join(", or ", readings.Select(x => x.ReadAs))}?";

    /// <summary>
    /// Of remedies for one parameter that differ by a number, the one that settles the policy: the lowest when all readings must be kept, the highest when one is enough.
    /// </summary>
    private static Remedy? Remedy(ReadingRule rule, IReadOnlyList<ReadingResult> violated)
    {
        var remedies = violated.Select(x => x.Remedy).OfType<Remedy>().ToList();
        var first = remedies.FirstOrDefault();
        var same = remedies.Where(x => x.Parameter == first?.Parameter).ToList();
        if (!same.All(x => int.TryParse(x.Value, CultureInfo.InvariantCulture, out _)))
            return first;
        return rule == ReadingRule.Lenient ? same.MaxBy(Number) : same.MinBy(Number);

        static int Number(Remedy remedy) => int.Parse(remedy.Value, CultureInfo.InvariantCulture);
    }
}
