using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Clarification;

/// <summary>What 5.2 makes of vague policies: new versions of all of them, or the reason why a person has to.</summary>
/// <param name="Change">The change; null when none is needed or possible.</param>
/// <param name="Policies">The versions to judge again by; null when a policy stays vague.</param>
/// <param name="Reason">For people, in either case.</param>
internal sealed record ClarificationOutcome(VsmChange? Change, IReadOnlyList<Guid>? Policies, string Reason)
{
    /// <summary>Policies in force that nothing settles; a model may be asked about them.</summary>
    public IReadOnlyList<Finding> Open { get; init; } = [];
}

/// <summary>Settles how a vague policy is read from now on, where it says how it is to be settled.</summary>
internal static class ClarificationDecision
{
    /// <param name="state">The VSM instance.</param>
    /// <param name="ruling">What 3* found.</param>
    /// <param name="proposal">What a model proposes; null where none helps.</param>
    public static ClarificationOutcome Decide(VsmState state, Ruling ruling, ClarificationProposal? proposal = null)
    {
        var vague = ruling.Findings.Where(x => x.Verdict == Verdict.Vague).DistinctBy(x => x.PolicyId).ToList();
        if (vague.Count == 0)
        {
            return new ClarificationOutcome(null, null, "The ruling names no vague policy.");
        }

        var policies = state.Policies.ToDictionary(x => x.Definition.PolicyId);
        var obstacles = vague.Select(x => (Finding: x, Text: Obstacle(policies.GetValueOrDefault(x.PolicyId), x)))
            .Where(x => x.Text is not null && !IsChangedSince(policies.GetValueOrDefault(x.Finding.PolicyId), x.Finding, proposal)).ToList();
        var reworded = new Dictionary<Guid, PolicyDefinition>();
        var left = obstacles.Where(x => !Reword(policies.GetValueOrDefault(x.Finding.PolicyId), proposal, reworded, out _)).ToList();
        if (left.Count > 0)
        {
            return new ClarificationOutcome(null, null, string.Join(" ", left.Select(x => WithProblem(x.Text!, policies.GetValueOrDefault(x.Finding.PolicyId), proposal))))
            {
                Open = [.. left.Select(x => x.Finding).Where(x => policies.GetValueOrDefault(x.PolicyId) is { InForce: true })],
            };
        }

        var changed = vague.Select(x => policies[x.PolicyId])
            .Where(x => reworded.ContainsKey(x.Definition.PolicyId) || x.Definition is { ReadingRule: ReadingRule.MustAgree, WhenVague: not null })
            .Select(x => x with { Definition = reworded.GetValueOrDefault(x.Definition.PolicyId) ?? Clarify(x.Definition) }).ToDictionary(x => x.Definition.PolicyId);
        var ids = vague.Select(x => x.PolicyId).ToList();
        if (changed.Count == 0)
        {
            return new ClarificationOutcome(null, ids, $"{Names(vague)} clarified already.");
        }

        var change = new VsmChange
        {
            PolicySetChanged = true,
            Policies = [.. changed.Values],
            State = state with
            {
                PolicySetVersion = state.PolicySetVersion + 1,
                Policies = [.. state.Policies.Select(x => changed.GetValueOrDefault(x.Definition.PolicyId, x))],
            },
        };
        return Bounds.Exceeded(change) is { } exceeded
            ? new ClarificationOutcome(null, null, exceeded)
            : new ClarificationOutcome(change, ids, $"{Names(vague)} clarified: {string.Join(" ", changed.Values.Select(x => Settled(x.Definition, policies, reworded)).Distinct())}");
    }

    // Another task had it reworded: the result is judged by that.
    private static bool IsChangedSince(PolicyState? policy, Finding finding, ClarificationProposal? proposal) =>
        proposal is not null && policy is { InForce: true } && policy.Definition.Version > finding.PolicyVersion;

    private static bool Reword(PolicyState? policy, ClarificationProposal? proposal, Dictionary<Guid, PolicyDefinition> reworded, out string? problem)
    {
        (var better, problem) = policy is { InForce: true } && proposal is not null ? proposal.For(policy.Definition) : (null, null);
        if (better is not null)
        {
            reworded[better.PolicyId] = better;
        }

        return better is not null;
    }

    private static string WithProblem(string obstacle, PolicyState? policy, ClarificationProposal? proposal) =>
        Reword(policy, proposal, [], out var problem) || problem is null ? obstacle : $"{obstacle} {problem}";

    private static string Settled(PolicyDefinition policy, Dictionary<Guid, PolicyState> before, Dictionary<Guid, PolicyDefinition> reworded) =>
        reworded.ContainsKey(policy.PolicyId) ? $"a model proposed '{policy.Rule[(before[policy.PolicyId].Definition.Rule.Length + 1)..]}'" : Reading(policy.ReadingRule);

    private static string? Obstacle(PolicyState? policy, Finding finding)
    {
        var name = $"Policy '{finding.Policy}' (p{finding.PolicyNumber})";
        return policy switch
        {
            null or { InForce: false } => $"{name} is vague and no longer in force.",
            { Definition: { ReadingRule: not ReadingRule.MustAgree } now } when now.Version > finding.PolicyVersion => null,
            { Definition: { ReadingRule: ReadingRule.MustAgree, WhenVague: not null } } => null,
            { Definition.ReadingRule: not ReadingRule.MustAgree } => $"{name} is vague although it was clarified before.{Questions(finding)}",
            _ => $"{name} is vague and does not say how it is settled.{Questions(finding)}",
        };
    }

    private static PolicyDefinition Clarify(PolicyDefinition policy) => policy with
    {
        Version = policy.Version + 1,
        ReadingRule = policy.WhenVague!.Value,
        Rule = $"{policy.Rule} {Reading(policy.WhenVague.Value)}",
    };

    private static string Reading(ReadingRule rule) => rule == ReadingRule.Strict
        ? "Where its readings differ, it is violated as soon as one of them is."
        : "Where its readings differ, it is violated only if all of them are.";

    private static string Questions(Finding finding) => finding.Questions.Count == 0 ? "" : $" To be settled: {string.Join(" ", finding.Questions)}";

    private static string Names(IEnumerable<Finding> findings) =>
        string.Join(", ", findings.Select(x => $"Policy '{x.Policy}' (p{x.PolicyNumber})"));
}
