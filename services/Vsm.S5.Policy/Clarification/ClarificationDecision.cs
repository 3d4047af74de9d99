using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Clarification;

/// <summary>What 5.2 makes of vague policies: new versions of all of them, or the reason why a person has to.</summary>
/// <param name="Change">The change; null when none is needed or possible.</param>
/// <param name="Policies">The versions to judge again by; null when a policy stays vague.</param>
/// <param name="Reason">For people, in either case.</param>
internal sealed record ClarificationOutcome(VsmChange? Change, IReadOnlyList<Guid>? Policies, string Reason);

/// <summary>Settles how a vague policy is read from now on, where it says how it is to be settled.</summary>
internal static class ClarificationDecision
{
    public static ClarificationOutcome Decide(VsmState state, Ruling ruling)
    {
        var vague = ruling.Findings.Where(x => x.Verdict == Verdict.Vague).DistinctBy(x => x.PolicyId).ToList();
        if (vague.Count == 0)
        {
            return new ClarificationOutcome(null, null, "The ruling names no vague policy.");
        }

        var policies = state.Policies.ToDictionary(x => x.Definition.PolicyId);
        var open = vague.Select(x => Obstacle(policies.GetValueOrDefault(x.PolicyId), x)).OfType<string>().ToList();
        if (open.Count > 0)
        {
            return new ClarificationOutcome(null, null, string.Join(" ", open));
        }

        var changed = vague.Select(x => policies[x.PolicyId]).Where(x => x.Definition.ReadingRule == ReadingRule.MustAgree)
            .Select(x => x with { Definition = Clarify(x.Definition) }).ToDictionary(x => x.Definition.PolicyId);
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
            : new ClarificationOutcome(change, ids, $"{Names(vague)} clarified: {string.Join(" ", changed.Values.Select(x => Reading(x.Definition.ReadingRule)).Distinct())}");
    }

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
