using Vsm.Contracts.Audit;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>What 5.5 makes of a suggestion: nothing that decides anything, but whether a person is to see it.</summary>
internal static class SuggestionRules
{
    /// <summary>Of a VSM instance, that wait for a person.</summary>
    public const int MostOpen = 100;

    public const int MostSightings = 5;

    /// <summary>Why nobody is to see it; null: somebody is.</summary>
    public static string? Refusal(VsmState? state, PolicySuggestion suggestion) => state switch
    {
        null => "the VSM instance has no organisation",
        _ when PlainText.Wrong(suggestion.Name, SuggestionRow.MaxName) is { } wrong => $"its name {wrong}",
        _ when PlainText.Wrong(suggestion.Rule, SuggestionRow.MaxRule) is { } wrong => $"its rule {wrong}",
        _ when SuggestionText.Words(suggestion.Rule).Length == 0 => "its rule says nothing",
        _ => SameRule(state, suggestion.Rule) ?? SameName(state, suggestion.Name),
    };

    /// <summary>The policy in force that says the same; null: there is none.</summary>
    public static string? SameRule(VsmState state, string rule) =>
        state.Policies.FirstOrDefault(x => x.InForce && (SuggestionText.IsSame(x.Definition.Rule, rule) || SuggestionText.IsSame(x.Specification.Rule, rule))) is { } policy
            ? $"policy '{policy.Definition.Name}' (p{policy.Definition.Number}) says the same"
            : null;

    /// <summary>The policy that has the name; null: there is none. Default sets come and go, so their names are taken, too.</summary>
    public static string? SameName(VsmState state, string name)
    {
        var taken = state.PolicySpecifications.Concat(state.SuggestedPolicies).Concat(state.DefaultPolicies).Concat(PolicyPlan.BuiltIn).Select(x => x.Name)
            .FirstOrDefault(x => string.Equals(x, name, StringComparison.OrdinalIgnoreCase));
        return taken is null ? null : $"there is a policy '{taken}'";
    }

    /// <summary>The suggestion that goes where there is no room for one more: of those that one task alone asked for the one that lies longest.</summary>
    /// <param name="open">Those that wait.</param>
    /// <param name="dropped">Null: none has to go.</param>
    /// <returns>Whether there is room.</returns>
    public static bool HasRoom(IReadOnlyCollection<SuggestionRow> open, out SuggestionRow? dropped)
    {
        dropped = open.Count < MostOpen ? null : open.Where(x => x.Seen <= 1).OrderBy(x => x.LastSeenAt).ThenBy(x => x.Number).FirstOrDefault();
        return open.Count < MostOpen || dropped is not null;
    }
}
