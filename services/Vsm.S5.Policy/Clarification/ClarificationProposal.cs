using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Help;

namespace Vsm.S5.Policy.Clarification;

/// <summary>
/// What a model proposes for policies that do not say how they are settled. A sentence is added to the rule, which stays as people wrote it; of several checks one is kept.
/// </summary>
/// <param name="Answer">Null: there was none.</param>
/// <param name="Said">Why there was none, or the model's reason; for people.</param>
internal sealed record ClarificationProposal(ClarificationAnswer? Answer, string? Said)
{
    private const int MostSentence = 400;
    private const int MostRule = 12_000;

    /// <summary>A model can be asked, and was not yet.</summary>
    public static ClarificationProposal None { get; } = new(null, null);

    /// <returns>The policy's new version, or why there is none.</returns>
    public (PolicyDefinition? Policy, string? Problem) For(PolicyDefinition policy)
    {
        if (Answer is null)
        {
            return (null, Said);
        }

        var proposed = Answer.Clarifications.Where(x => x.PolicyNumber == policy.Number).ToList();
        if (proposed.Count != 1)
        {
            return (null, proposed.Count == 0 ? "The model proposed nothing for it." : "The model proposed more than one thing for it.");
        }

        var (sentence, check) = (proposed[0].Sentence.Trim(), proposed[0].Check);
        var problem = PlainText.Wrong(sentence, MostSentence) is { } wrong ? $"what the model proposed {wrong}"
            : policy.Rule.Contains(sentence, StringComparison.OrdinalIgnoreCase) ? "what the model proposed is in the rule already"
            : policy.Rule.Length + sentence.Length >= MostRule ? $"the rule would have more than {MostRule} characters"
            : policy.Readings.Count > 1 && check is null ? "the model does not say which of its checks is meant"
            : check is { } number && (number < 1 || number > policy.Readings.Count) ? $"the model names check {number} of {policy.Readings.Count}"
            : null;
        return problem is not null ? (null, $"It was not reworded, as {problem}.") : (policy with
        {
            Version = policy.Version + 1,
            Rule = $"{policy.Rule} {sentence}",
            Readings = check is { } kept && policy.Readings.Count > 1 ? [policy.Readings[kept - 1]] : policy.Readings,
        }, null);
    }
}
