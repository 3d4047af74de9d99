using Vsm.Contracts.Audit;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>What a check found. A single check is never <see cref="Verdict.Vague"/>: only readings that differ are.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Interpretation">How the rule applies here, in sentences for people; how it was read is put before it.</param>
/// <param name="Evidence">What the verdict rests on.</param>
internal sealed record CheckResult(Verdict Verdict, string Interpretation, IReadOnlyList<Evidence> Evidence)
{
    public static CheckResult NotViolated(string interpretation, params IReadOnlyList<Evidence> evidence) =>
        new(Verdict.NotViolated, interpretation, evidence);

    public static CheckResult Violated(string interpretation, params IReadOnlyList<Evidence> evidence) =>
        new(Verdict.Violated, interpretation, evidence);

    public static CheckResult NotJudged(string reason) => new(Verdict.NotJudged, $"Not judged: {reason}", []);
}
