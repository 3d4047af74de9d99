using System.Globalization;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Makes findings of what a judge answered. What is not said clearly, once, and with evidence that is there counts as not judged.</summary>
internal static class Opinions
{
    private const int MostInterpretation = 1000;
    private const int MostLine = 300;
    private const int MostLines = 10;

    /// <summary>One finding for each policy of the packet, and no other.</summary>
    public static IReadOnlyList<Finding> Of(JudgePacket packet, JudgeAnswer answer, string model)
    {
        var answered = answer.Findings.ToLookup(x => x.PolicyId.Trim(), StringComparer.OrdinalIgnoreCase);
        return [.. packet.Policies.Select(policy => Of(packet, policy, [.. answered[policy.PolicyId.ToString()]], model))];
    }

    /// <summary>Policies that nobody ruled on, all for one reason.</summary>
    public static Finding NotJudged(PolicyDefinition policy, string reason, string? model) =>
        Finding(policy, model, Verdict.NotJudged, CheckResult.NotJudged(reason).Interpretation, []);

    private static Finding Of(JudgePacket packet, PolicyDefinition policy, IReadOnlyList<AnsweredFinding> answered, string model)
    {
        if (answered.Count == 0)
            return NotJudged(policy, $"{model} said nothing of the policy.", model);
        if (answered.FirstOrDefault(x => x.PolicyVersion != policy.Version) is { } other)
            return NotJudged(policy, string.Create(CultureInfo.InvariantCulture, $"{model} ruled by version {other.PolicyVersion} of the policy; it was shown version {policy.Version}."), model);
        if (answered.Select(x => x.Verdict).Distinct().Count() > 1)
            return NotJudged(policy, $"{model} gave verdicts on the policy that contradict one another.", model);

        var cited = answered.SelectMany(x => x.Evidence).ToList();
        var found = cited.Select(x => EvidenceFinder.Find(packet, x)).ToList();
        var evidence = found.OfType<Evidence>().Distinct().Take(OutputEvidence.MaxItems).ToList();
        var interpretation = Said(answered[0].Interpretation, MostInterpretation);
        return answered[0].Verdict switch
        {
            AnsweredVerdict.Violated when evidence.Count == 0 =>
                NotJudged(policy, $"{model} found it violated, but cited nothing that is in the output or among the tool calls.", model),
            AnsweredVerdict.Violated => Finding(policy, model, Verdict.Violated, interpretation, evidence),
            AnsweredVerdict.NotViolated when packet.Cut.Count > 0 =>
                NotJudged(policy, $"{model} found it kept, but did not see everything: {Text.List(packet.Cut.Distinct())}.", model),
            AnsweredVerdict.NotViolated when evidence.Count == 0 || found.Contains(null) =>
                NotJudged(policy, $"{model} found it kept, but cited {(evidence.Count == 0 ? "nothing" : "something")} that is {(evidence.Count == 0 ? "" : "not ")}in the output or among the tool calls.", model),
            AnsweredVerdict.NotViolated => Finding(policy, model, Verdict.NotViolated, interpretation, evidence),
            AnsweredVerdict.Vague => Vague(policy, answered, interpretation, evidence, model),
            _ => NotJudged(policy, $"{model} cannot tell. {interpretation}", model),
        };
    }

    private static Finding Vague(
        PolicyDefinition policy, IReadOnlyList<AnsweredFinding> answered, string interpretation, IReadOnlyList<Evidence> evidence, string model)
    {
        var (readings, questions) = (Lines(answered.SelectMany(x => x.Readings)), Lines(answered.SelectMany(x => x.Questions)));
        return readings.Count < 2 || questions.Count == 0
            ? NotJudged(policy, $"{model} found it vague, but did not say which readings differ and what would settle them.", model)
            : Finding(policy, model, Verdict.Vague, interpretation, evidence) with { Readings = readings, Questions = questions };
    }

    private static Finding Finding(PolicyDefinition policy, string? model, Verdict verdict, string interpretation, IReadOnlyList<Evidence> evidence) => new()
    {
        PolicyId = policy.PolicyId,
        PolicyNumber = policy.Number,
        Policy = policy.Name,
        PolicyVersion = policy.Version,
        Verdict = verdict,
        Interpretation = interpretation,
        Evidence = evidence,
        Judge = model,
    };

    private static List<string> Lines(IEnumerable<string> lines) =>
        [.. lines.Select(x => Said(x, MostLine)).Where(x => x.Length > 0).Distinct(StringComparer.Ordinal).Take(MostLines)];

    // A judge may repeat what it was shown, so its words are bounded and without anything invisible, too.
    private static string Said(string text, int most) => Text.Cut(ShownText.Of(text.Trim(), most * 8).Text, most);
}
