using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>What a person's decision on a suggestion comes to: the state that follows, or why it does not count.</summary>
/// <param name="State">The suggestion's state from here on.</param>
/// <param name="Change">What it makes of the VSM instance; null: nothing.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Refusal">Why it does not count.</param>
internal sealed record SuggestionOutcome(SuggestionState State, VsmChange? Change, string? Policy, PolicySuggestionRefused? Refusal)
{
    public static SuggestionOutcome Refused(SuggestionProblem problem, string reason) =>
        new(SuggestionState.Open, null, null, new PolicySuggestionRefused { Problem = problem, Reason = reason });
}
