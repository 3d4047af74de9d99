using System.Text.Json;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Correction;

/// <summary>What a model is asked about an agent that broke rules for which nothing names a remedy. It is not shown what the agent wrote.</summary>
internal static class CorrectionQuestion
{
    private const int MostAgent = 12_000;
    private const int MostPolicy = 12_000;
    private const int MostPolicies = 10;

    private const string Instructions =
        """
        An agent broke policies. Propose the smallest change of its configuration with which it keeps them from now on, in all tasks.
        - parameters: only those that are shown as ones that may be set, each with its value as text. max_sentences and max_words limit an answer;
          redact_personal_data (true) and redact_pattern (a regular expression) take out of an answer what must not be in it. None is removed or made looser.
        - boundary: for an agent of kind llm or mcp one sentence, at most 400 characters, that says what it must or must not do so that the policies are kept; it is added to the
          boundaries of its prompt. It asks for nothing that the policies do not ask for, and mentions no single task. Null for other kinds, or where parameters are enough.
        - reason: one sentence.
        Propose nothing where no such change would make it keep the policies.
        """;

    public static Question Of(PolicyViolationMessage violation, SystemState system, IReadOnlyList<Finding> open, IReadOnlyDictionary<Guid, PolicyRow> policies) => new()
    {
        Id = MessageIds.Of(violation.TaskId, $"{violation.Attempt}/advice/correction"),
        Function = PolicyHelp.Correction,
        Vsm = violation.Vsm,
        TaskId = violation.TaskId,
        Attempt = violation.Attempt,
        AgentId = violation.Ruling.AgentId,
        Instructions = Instructions,
        Parts =
        [
            QuestionPart.Of("AGENT", Describe(system), MostAgent),
            .. open.Take(MostPolicies).Select(x => QuestionPart.Of(
                $"BROKEN POLICY {x.PolicyNumber}",
                $"name: {JsonSerializer.Serialize(x.Policy)}\nwhat was found: {x.Interpretation}\nrule:\n{policies.GetValueOrDefault(x.PolicyId)?.Definition.Rule ?? "not known any more"}",
                MostPolicy)),
        ],
    };

    private static string Describe(SystemState system)
    {
        var agent = system.Configuration;
        var allowed = CorrectionProposal.Allowed.Where(system.Honoured.Contains).Select(x => $"{x} (now {agent.Parameters.GetValueOrDefault(x) ?? "not set"})").ToList();
        return $"name: {JsonSerializer.Serialize(agent.Name)}\ndescription: {JsonSerializer.Serialize(agent.Description ?? "")}\nkind: {agent.Kind}\n"
            + $"parameters that may be set: {(allowed.Count == 0 ? "none" : string.Join(", ", allowed))}\nboundaries of its prompt:\n{agent.Prompt?.Boundaries}";
    }
}
