using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>How verdicts add up.</summary>
internal static class Verdicts
{
    /// <summary>For a result the highest counts; without any policy there is nothing to rule by, and nothing is approved without a ruling.</summary>
    public static Verdict OfResult(IEnumerable<Finding> findings) =>
        findings.Select(finding => finding.Verdict).DefaultIfEmpty(Verdict.NotJudged).Max();

    /// <summary>Policies kept of policies that applied.</summary>
    public static double Score(IReadOnlyCollection<Finding> findings) =>
        findings.Count == 0 ? 0 : (double)findings.Count(finding => finding.Verdict == Verdict.NotViolated) / findings.Count;

    /// <summary>For a policy with several readings. Strict and lenient settle what they can from the readings that were judged.</summary>
    public static Verdict OfReadings(ReadingRule rule, IReadOnlyCollection<Verdict> readings)
    {
        if (readings.Count == 0)
            return Verdict.NotJudged;

        return rule switch
        {
            ReadingRule.Strict when readings.Contains(Verdict.Violated) => Verdict.Violated,
            ReadingRule.Lenient when readings.Contains(Verdict.NotViolated) => Verdict.NotViolated,
            _ when readings.Contains(Verdict.NotJudged) => Verdict.NotJudged,
            ReadingRule.MustAgree when readings.Distinct().Count() > 1 => Verdict.Vague,
            _ => readings.First(),
        };
    }

    public static string InWords(Verdict verdict) => verdict switch
    {
        Verdict.NotViolated => "not violated",
        Verdict.Violated => "violated",
        Verdict.Vague => "vague",
        _ => "not judged",
    };

    /// <summary>What decided a ruling, in a sentence.</summary>
    public static string Explain(Ruling ruling)
    {
        if (ruling.Findings.Count == 0)
            return $"Not judged: no policy applies to agent {ruling.AgentNumber}, and nothing is approved without a ruling.";

        var deciding = ruling.Findings.Where(finding => finding.Verdict == ruling.Verdict).Select(finding => finding.Policy);
        return $"By {Text.Count(ruling.Findings.Count, "finding")} {InWords(ruling.Verdict)}: {Text.List(deciding)}.";
    }
}
