using System.Text.Json;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Clarification;

/// <summary>What a model is asked about vague policies. It is not shown what the agent wrote: a law is not made to fit a result.</summary>
internal static class ClarificationQuestion
{
    private const int MostRule = 12_000;
    private const int MostFinding = 6_000;
    private const int MostPurpose = 2_000;
    private const int MostPolicies = 10;

    private const string Instructions =
        """
        Policies that agents work under were found vague: they can be read in several ways that differ. For each policy that is shown write one sentence that is added to its rule and
        settles how it is read from now on, for all tasks, in the sense of the rule and of the team's purpose.
        - sentence: states the reading as a rule, in the rule's language, at most 400 characters. It makes the rule decidable, adds no exception, permits nothing that the rule forbids, and
          mentions no single task or result.
        - policyNumber: as shown. check: where checks are shown, the number of the one that is meant; else null.
        - reason: one sentence.
        Leave out a policy that cannot be settled without knowing what its authors want.
        """;

    public static Question Of(VsmState state, PolicyClarificationRequest request, IReadOnlyList<Finding> open)
    {
        var policies = state.Policies.ToDictionary(x => x.Definition.PolicyId, x => x.Definition);
        return new Question
        {
            Id = MessageIds.Of(request.TaskId, $"{request.Attempt}/{request.Ruling.Evaluation}/advice/clarification"),
            Function = PolicyHelp.Clarification,
            Vsm = request.Vsm,
            TaskId = request.TaskId,
            Attempt = request.Attempt,
            AgentId = request.Ruling.AgentId,
            Instructions = Instructions,
            Parts =
            [
                QuestionPart.Of("PURPOSE OF THE TEAM", state.Purpose, MostPurpose),
                .. open.Take(MostPolicies).Where(x => policies.ContainsKey(x.PolicyId)).SelectMany(x => Parts(policies[x.PolicyId], x)),
            ],
        };
    }

    private static IEnumerable<QuestionPart> Parts(PolicyDefinition policy, Finding finding)
    {
        yield return QuestionPart.Of($"POLICY {policy.Number}", $"policyNumber: {policy.Number}\nname: {JsonSerializer.Serialize(policy.Name)}\nrule:\n{policy.Rule}", MostRule);
        if (policy.Readings.Count > 1)
        {
            yield return QuestionPart.Of($"CHECKS OF POLICY {policy.Number}", string.Join('\n', policy.Readings.Select((x, at) => $"{at + 1}: {x.Check} {JsonSerializer.Serialize(x.Parameters)}")), MostRule);
        }

        yield return QuestionPart.Of(
            $"WHAT IS VAGUE IN POLICY {policy.Number}",
            string.Join('\n', finding.Readings.Select(x => $"reading: {x}").Concat(finding.Questions.Select(x => $"question: {x}")).Prepend(finding.Interpretation)),
            MostFinding);
    }
}
