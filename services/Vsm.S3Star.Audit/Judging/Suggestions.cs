using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>
/// Takes of what a judge suggests as policies what names a rule in one plain line, and cites a passage of the task. What agents wrote cannot be cited: nobody's work
/// argues for the law that it is judged by. What does not fit is left out, as a cut rule would be another one.
/// </summary>
internal static class Suggestions
{
    /// <summary>Of one result.</summary>
    public const int Most = 3;

    public const int MostName = 100;
    public const int MostRule = 500;

    /// <returns>Null: there are none.</returns>
    public static IReadOnlyList<PolicySuggestion>? Of(JudgePacket packet, JudgeAnswer answer)
    {
        var suggestions = (answer.Suggestions ?? []).Select(x => Of(packet, x)).OfType<PolicySuggestion>().DistinctBy(x => x.Rule, StringComparer.OrdinalIgnoreCase).Take(Most).ToList();
        return suggestions.Count == 0 ? null : suggestions;
    }

    private static PolicySuggestion? Of(JudgePacket packet, AnsweredSuggestion answered)
    {
        var (name, rule) = (answered.Name.Trim(), answered.Rule.Trim());
        return IsPlain(name, MostName) && IsPlain(rule, MostRule) && EvidenceFinder.Find(packet.Task, answered.Quote, null) is { Start: { } start, End: { } end, Text: { } said }
            ? new PolicySuggestion { Name = name, Rule = rule, Said = said, Start = start, End = end }
            : null;
    }

    private static bool IsPlain(string text, int most) =>
        text.Length > 0 && text.Length <= most && text.AsSpan().IndexOfAny('\n', '\t') < 0 && ShownText.Of(text, int.MaxValue).Text == text;
}
