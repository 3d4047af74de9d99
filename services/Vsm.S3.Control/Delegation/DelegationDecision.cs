using Vsm.Ai.Fencing;

namespace Vsm.S3.Control.Delegation;

/// <summary>What of a model's answer is followed.</summary>
/// <param name="To">The System 1 that gets the task; null: routing decides.</param>
/// <param name="ReadAs">Required capabilities and what they mean.</param>
/// <param name="Reason">For people.</param>
internal sealed record DelegationOutcome(Candidate? To, IReadOnlyDictionary<string, string> ReadAs, string Reason);

/// <summary>
/// A model may say which of those that can do a task should, and which known capability is meant by one that nobody has. Nothing else follows from what it says: what a System 1
/// can do stands in the registry.
/// </summary>
internal static class DelegationDecision
{
    private const int MostReason = 300;

    public static DelegationOutcome Decide(TaskNeeds task, AgentIndex agents, IReadOnlyList<Candidate> tied, DelegationAnswer answer)
    {
        var readAs = Readings(task, agents, answer);
        var able = tied.Count > 0 ? tied : Able(Read(task, readAs), agents);
        var said = Said(answer.Reason);
        if (answer.SystemNumber is not { } number)
        {
            return new DelegationOutcome(null, readAs, $"The model chose none: {said}{Meant(readAs)}");
        }

        return able.FirstOrDefault(x => x.Agent.Number == number) is { } to
            ? new DelegationOutcome(to, readAs, $"The model chose {Delegator.Name(to)}: {said}{Meant(readAs)}")
            : new DelegationOutcome(null, readAs, $"The model named System 1 {number}, {Against(number, task, agents)}{Meant(readAs)}");
    }

    /// <summary>The same needs, with capabilities by the names that are meant.</summary>
    public static TaskNeeds Read(TaskNeeds task, IReadOnlyDictionary<string, string> readAs) => readAs.Count == 0
        ? task
        : task with { RequiredCapabilities = Read(task.RequiredCapabilities, readAs) };

    public static IReadOnlyList<string> Read(IReadOnlyList<string> required, IReadOnlyDictionary<string, string> readAs) =>
        [.. required.Select(x => readAs.GetValueOrDefault(x, x)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Those that can do a task, take tasks, and have not refused it.</summary>
    public static IReadOnlyList<Candidate> Able(TaskNeeds task, AgentIndex agents) =>
        [.. agents.FindCapable(task.RequiredCapabilities).Where(x => x.TakesTasks && !task.Refusals.ContainsKey(x.Agent.AgentId))];

    // Only what nobody has can mean something else, and only something that somebody has.
    private static Dictionary<string, string> Readings(TaskNeeds task, AgentIndex agents, DelegationAnswer answer) => answer.Readings
        .Where(x => task.RequiredCapabilities.Contains(x.Required) && !agents.Has(x.Required) && agents.Has(x.Known))
        .DistinctBy(x => x.Required)
        .ToDictionary(x => x.Required, x => agents.SelectMany(y => y.Agent.Capabilities).First(y => string.Equals(y.Name, x.Known, StringComparison.OrdinalIgnoreCase)).Name);

    private static string Against(int number, TaskNeeds task, AgentIndex agents) => agents.FirstOrDefault(x => x.Agent.Number == number) switch
    {
        null => "which there is not.",
        { TakesTasks: false } agent => $"which is {agent.Status.ToString().ToLowerInvariant()}.",
        var agent when task.Refusals.ContainsKey(agent.Agent.AgentId) => "which could not do it.",
        _ => "which was not to choose from.",
    };

    private static string Meant(IReadOnlyDictionary<string, string> readAs) =>
        readAs.Count == 0 ? "" : $" Read {string.Join(", ", readAs.Select(x => $"'{x.Key}' as '{x.Value}'"))}.";

    private static string Said(string reason)
    {
        var shown = ShownText.Of(reason.Trim().ReplaceLineEndings(" "), MostReason);
        return shown.Text.Length == 0 ? "no reason given." : shown.IsCut ? $"{shown.Text}…" : shown.Text;
    }
}
