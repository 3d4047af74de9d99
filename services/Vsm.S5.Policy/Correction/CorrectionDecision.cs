using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Correction;

/// <summary>What 5.1 does about a violation: a new configuration, none because a newer one does it already, or nothing, with the reason.</summary>
/// <param name="System">The system under its new configuration; null when it does not change.</param>
/// <param name="Changes">The parameters that were set, with their values.</param>
/// <param name="Reason">For people, in either case.</param>
internal sealed record CorrectionOutcome(SystemState? System, IReadOnlyList<Remedy> Changes, string Reason)
{
    public bool Corrected { get; init; } = true;

    /// <summary>Violations that nothing remedies; a model may be asked about them.</summary>
    public IReadOnlyList<Finding> Open { get; init; } = [];

    public static CorrectionOutcome NotCorrected(string reason) => new(null, [], reason) { Corrected = false };
}

/// <summary>Reviews a ruling: every violated policy needs a remedy that the agent honours and that was not in force when it failed.</summary>
internal static class CorrectionDecision
{
    /// <param name="system">The System 1 in violation.</param>
    /// <param name="workedUnder">The configuration that the result was made under.</param>
    /// <param name="ruling">What 3* found.</param>
    /// <param name="proposal">What a model proposes; null where none helps.</param>
    public static CorrectionOutcome Decide(SystemState system, AgentConfiguration workedUnder, Ruling ruling, CorrectionProposal? proposal = null)
    {
        var violated = ruling.Findings.Where(x => x.Verdict == Verdict.Violated).ToList();
        if (violated.Count == 0)
        {
            return CorrectionOutcome.NotCorrected("The ruling names no violated policy.");
        }

        var obstacles = violated.Select(x => (Finding: x, Text: Obstacle(system, workedUnder, x))).Where(x => x.Text is not null).ToList();
        var (proposed, problem) = obstacles.Count > 0 && proposal is not null ? proposal.For(system, workedUnder) : ([], null);
        if (obstacles.Count > 0 && proposed.Count == 0)
        {
            return CorrectionOutcome.NotCorrected(string.Join(" ", obstacles.Select(x => x.Text).Append(problem).OfType<string>())) with
            {
                Open = [.. obstacles.Select(x => x.Finding)],
            };
        }

        var parameters = new Dictionary<string, string>(system.Configuration.Parameters);
        var changes = new List<Remedy>();
        var remedied = violated.Except(obstacles.Select(x => x.Finding)).Select(x => (Remedy: x.Remedy!, Who: Name(x)));
        foreach (var wanted in remedied.Concat(proposed.Select(x => (Remedy: x, Who: "The model"))).GroupBy(x => x.Remedy.Parameter))
        {
            if (wanted.Key == Boundaries.Parameter)
            {
                changes.AddRange(wanted.Select(x => x.Remedy));
                continue;
            }

            var set = parameters.GetValueOrDefault(wanted.Key);
            var (value, conflict) = RemedyMerge.Merge(wanted.Key, set, [.. wanted.Select(x => x.Remedy.Value)]);
            if (value is null)
            {
                return CorrectionOutcome.NotCorrected($"{string.Join(", ", wanted.Select(x => x.Who))}: {conflict}.");
            }

            if (value != set)
            {
                parameters[wanted.Key] = value;
                changes.Add(new Remedy { Parameter = wanted.Key, Value = value });
            }
        }

        return changes.Count > 0
            ? Correct(system, parameters, changes, violated, proposed.Count > 0 ? $" A model proposed it: {proposal!.Said}" : "")
            : new CorrectionOutcome(null, [], $"Version {system.Configuration.Version} of '{system.Name}' keeps {Names(violated)} already; the result was made under version {workedUnder.Version}.");
    }

    private static CorrectionOutcome Correct(
        SystemState system, Dictionary<string, string> parameters, List<Remedy> changes, List<Finding> violated, string who)
    {
        var corrected = new Dictionary<string, string>(system.Corrected);
        changes.ForEach(x => corrected[x.Parameter] =
            x.Parameter == Boundaries.Parameter && corrected.TryGetValue(x.Parameter, out var before) ? $"{before}\n{x.Value}" : x.Value);
        var configuration = system.Configuration with
        {
            Parameters = parameters,
            Prompt = Boundaries.Add(system.Configuration.Prompt, corrected.GetValueOrDefault(Boundaries.Parameter)),
            Version = system.Configuration.Version + 1,
        };
        if (configuration.Kind is "llm" or "mcp" && SystemPrompt.TooLong(configuration) is { } tooLong)
        {
            return CorrectionOutcome.NotCorrected($"With {string.Join(", ", changes.Select(x => x.Parameter))} set, '{system.Name}' cannot be prompted: {tooLong}.");
        }

        return Bounds.Length(configuration) > Bounds.MaxBytes
            ? CorrectionOutcome.NotCorrected($"The configuration of '{system.Name}' would have more than {Bounds.MaxBytes} bytes.")
            : new CorrectionOutcome(
                system with { Configuration = configuration, Corrected = corrected },
                changes,
                $"{Names(violated)} violated: from version {configuration.Version} on, '{system.Name}' works with {string.Join(", ", changes.Select(x => $"{x.Parameter} = {x.Value}"))}.{who}");
    }

    private static string? Obstacle(SystemState system, AgentConfiguration workedUnder, Finding finding) => finding.Remedy switch
    {
        null => $"{Name(finding)} is violated and no change of configuration keeps it.",
        var remedy when !system.Honoured.Contains(remedy.Parameter) =>
            $"{Name(finding)} is violated; {remedy.Parameter} = {remedy.Value} would keep it, but no function of '{system.Name}' honours {remedy.Parameter}.",
        var remedy when RemedyMerge.IsInForce(remedy.Parameter, workedUnder.Parameters.GetValueOrDefault(remedy.Parameter), remedy.Value) =>
            $"{Name(finding)} is violated although {remedy.Parameter} = {workedUnder.Parameters[remedy.Parameter]} was in force, which should have kept it.",
        _ => null,
    };

    private static string Names(IEnumerable<Finding> findings) => string.Join(", ", findings.Select(Name));

    private static string Name(Finding finding) => $"Policy '{finding.Policy}' (p{finding.PolicyNumber})";
}
