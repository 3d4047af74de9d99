using System.Text.Json;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Delegation;

/// <summary>What a model is asked about a task that ties or matches nobody. All that others wrote is in the parts, bounded.</summary>
internal static class DelegationQuestion
{
    private const int MostTask = 20_000;
    private const int MostAgent = 1_500;
    private const int MostAgents = 50;
    private const int MostRefusal = 1_000;
    private const int MostSimilar = 1_500;
    private const int MostCapabilities = 8_000;

    private const string Instructions =
        """
        Decide which System 1 (agent) of the team should do the task that is shown. You are shown the task with the capabilities that it requires, the System 1s to choose from with what they
        are able to do, what System 1s that gave it back said of it, and completed tasks that resemble it.
        - systemNumber: the number of one System 1 that is shown to choose from, or null where none of them can do the task or none is better than the others.
        - readings: only for required capabilities that are marked as unknown: required is its name as shown, known the one of the known capabilities that
          means the same. Leave out what none of the known ones means. A capability that is merely similar does not mean the same.
        - reason: one sentence.
        """;

    public static Question Of(DelegateTask ask, AgentIndex agents, IReadOnlyList<Candidate> tied, IReadOnlyList<SimilarTask> similar)
    {
        var choice = tied.Count > 0 ? tied : [.. agents.Where(x => x.TakesTasks && !ask.Refusals.ContainsKey(x.Agent.AgentId))];
        return new Question
        {
            Id = MessageIds.Of(ask.TaskId, $"{ask.Step}/advice/delegation"),
            Function = DelegationHelp.Function,
            Vsm = ask.Vsm,
            TaskId = ask.TaskId,
            Attempt = ask.Attempt,
            Instructions = Instructions,
            Parts =
            [
                QuestionPart.Of("TASK", ask.Content, MostTask),
                QuestionPart.Of("REQUIRED CAPABILITIES", Lines(ask.RequiredCapabilities.Select(x => agents.Has(x) ? Quoted(x) : $"{Quoted(x)} (unknown)")), MostCapabilities),
                QuestionPart.Of("KNOWN CAPABILITIES", Lines(agents.SelectMany(x => x.Agent.Capabilities).Select(x => x.Name).Distinct().Order(StringComparer.Ordinal).Select(Quoted)), MostCapabilities),
                .. choice.Take(MostAgents).Select(x => QuestionPart.Of("SYSTEM 1 TO CHOOSE FROM", Describe(x), MostAgent)),
                .. ask.Refusals.Take(MostAgents).Select(x => QuestionPart.Of("GAVE IT BACK", Refusal(x.Key, x.Value, agents), MostRefusal)),
                .. similar.Select(x => QuestionPart.Of("SIMILAR TASK, COMPLETED", $"done by: {Quoted(x.Assignee ?? "")}\ntask: {x.Content}\noutcome: {x.Output}", MostSimilar)),
            ],
        };
    }

    private static string Describe(Candidate candidate) =>
        $"systemNumber: {candidate.Agent.Number}\nname: {Quoted(candidate.Agent.Name)}\ndescription: {Quoted(candidate.Agent.Description ?? "")}\n"
        + $"capabilities: {string.Join(", ", candidate.Agent.Capabilities.Select(x => Quoted(x.Name)))}";

    private static string Refusal(Guid agent, string reason, AgentIndex agents) =>
        $"systemNumber: {agents.FirstOrDefault(x => x.Agent.AgentId == agent)?.Agent.Number}\nreason: {reason}";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) is { Length: > 0 } text ? text : "none";

    // As a JSON string, so that a name cannot begin a line of its own.
    private static string Quoted(string name) => JsonSerializer.Serialize(name);
}
