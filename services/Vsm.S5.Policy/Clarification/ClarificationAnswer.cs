namespace Vsm.S5.Policy.Clarification;

/// <summary>What a model answers.</summary>
/// <param name="Clarifications">One for each vague policy that it can settle.</param>
/// <param name="Reason">For people.</param>
internal sealed record ClarificationAnswer(IReadOnlyList<AnsweredClarification> Clarifications, string Reason);

/// <param name="PolicyNumber">The policy.</param>
/// <param name="Sentence">What is added to its rule.</param>
/// <param name="Check">Of a policy with several checks, the one that is meant, from 1.</param>
internal sealed record AnsweredClarification(int PolicyNumber, string Sentence, int? Check);
