using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Judging;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>A ruling, and what stands beside it.</summary>
/// <param name="Ruling">The ruling.</param>
/// <param name="Explanation">What decided it, in a sentence; the only place that says so when no policy applies.</param>
/// <param name="Failures">Checks that threw; their policies are not judged. For the log of whoever called.</param>
internal sealed record Judgement(Ruling Ruling, string Explanation, IReadOnlyList<CheckFailure> Failures)
{
    /// <summary>The policies without a check that were to be ruled by, which only a judge or a person can.</summary>
    public IReadOnlyList<PolicyDefinition> Unchecked { get; init; } = [];

    /// <summary>Hash of the packet that a judge ruled on, where that may be followed later.</summary>
    public string? Packet { get; init; }

    /// <summary>The judgement with what a judge found in place of what nobody could.</summary>
    public Judgement With(Opinion opinion, DateTimeOffset now)
    {
        var open = Unchecked.Select(x => x.PolicyId).ToHashSet();
        var judged = opinion.Findings.Where(x => open.Contains(x.PolicyId)).ToDictionary(x => x.PolicyId);
        IReadOnlyList<Finding> findings = [.. Ruling.Findings.Select(x => judged.GetValueOrDefault(x.PolicyId, x))];
        var ruling = Ruling with
        {
            Findings = findings,
            Verdict = Verdicts.OfResult(findings),
            Score = Verdicts.Score(findings),
            Judge = opinion.Model,
            Usage = opinion.Usage,
            Suggestions = opinion.Suggestions,
            At = now,
        };
        return this with { Ruling = ruling, Explanation = $"{Verdicts.Explain(ruling)} {How(opinion)}".Trim(), Packet = opinion.Packet };
    }

    private static string How(Opinion opinion) => opinion switch
    {
        { Follows: { } ruling } => $"{Text.Count(opinion.Findings.Count, "finding")} as in ruling {ruling} on an equal result.",
        { Model: { } model } => $"{Text.Count(opinion.Findings.Count, "finding")} by {model}.",
        _ => "",
    };
}

/// <summary>A check that threw what it should not.</summary>
internal sealed record CheckFailure(string Policy, string Check, Exception Exception);
