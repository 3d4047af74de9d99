using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>What a person's decision on a suggestion comes to. Only a person's makes it a policy.</summary>
internal static class PersonOnSuggestion
{
    private const int MaxBy = 200;
    private const int MaxText = 4000;

    public static SuggestionOutcome Decide(VsmState? state, SuggestionRow? row, DecidePolicySuggestion request, Func<Guid> newId)
    {
        if (state is null || row is null)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Unknown, $"There is no suggestion {request.Number} in the VSM '{PlainText.Reason(request.Vsm, 40)}'.");
        }

        if ((Text("by", "who decides", request.By, MaxBy) ?? Text("reason", "why", request.Reason, MaxText)) is { } wrong)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Invalid, wrong);
        }

        return request.Decision == SuggestionDecision.Accept ? Accept(state, row, request, newId) : Decline(state, row, request, newId);
    }

    private static SuggestionOutcome Accept(VsmState state, SuggestionRow row, DecidePolicySuggestion request, Func<Guid> newId)
    {
        if (row.State == SuggestionState.Accepted)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Conflict, $"{row.By} accepted it already, at {row.DecidedAt:u}, as policy '{row.Policy}'.");
        }

        var (name, rule) = (request.Name?.Trim() ?? row.Name, request.Rule?.Trim() ?? row.Rule);
        if (PlainText.Wrong(name, SuggestionRow.MaxName) is { } unnamed)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Invalid, $"The policy's name {unnamed}.");
        }

        if (Text("rule", "what the policy demands", rule, MaxText) is { } unruly)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Invalid, unruly);
        }

        var known = state.Systems.Select(x => x.Name).Concat(state.Templates.Select(x => x.Name)).ToHashSet();
        if (request.AppliesTo.FirstOrDefault(x => !known.Contains(x)) is { } stranger)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Invalid, $"The policy is to apply to '{PlainText.Reason(stranger, 40)}', which is neither a system nor a template.");
        }

        if ((SuggestionRules.SameName(state, name) ?? SuggestionRules.SameRule(state, rule)) is { } same)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Conflict, $"It cannot become a policy as it is, as {same}: give it another name or rule, or decline it.");
        }

        var policy = new PolicySpecification { Name = name, Rule = rule, AppliesTo = [.. request.AppliesTo.Distinct()] };
        return Changed(state with { SuggestedPolicies = [.. state.SuggestedPolicies, policy] }, SuggestionState.Accepted, name, newId);
    }

    private static SuggestionOutcome Decline(VsmState state, SuggestionRow row, DecidePolicySuggestion request, Func<Guid> newId)
    {
        if (request.Name is not null || request.Rule is not null || request.AppliesTo.Count > 0)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Invalid, "A name, a rule and whom it applies to go with Accept only.");
        }

        if (row.State == SuggestionState.Declined)
        {
            return SuggestionOutcome.Refused(SuggestionProblem.Conflict, $"{row.By} declined it already, at {row.DecidedAt:u}.");
        }

        if (row.State == SuggestionState.Open)
        {
            return new SuggestionOutcome(SuggestionState.Declined, null, null, null);
        }

        var left = state.SuggestedPolicies.Where(x => x.Name != row.Policy).ToList();
        return left.Count == state.SuggestedPolicies.Count
            ? SuggestionOutcome.Refused(SuggestionProblem.Conflict, $"Policy '{row.Policy}' was made of it, and an organisation that was applied since made it its own: change it there.")
            : Changed(state with { SuggestedPolicies = left }, SuggestionState.Declined, row.Policy!, newId);
    }

    private static SuggestionOutcome Changed(VsmState after, SuggestionState state, string name, Func<Guid> newId)
    {
        var (policies, changed) = PolicyPlan.Derive(after, newId);
        var change = new VsmChange
        {
            State = after with { Policies = policies, PolicySetVersion = after.PolicySetVersion + (changed.Count > 0 ? 1 : 0) },
            Policies = changed,
            PolicySetChanged = changed.Count > 0,
        };
        return Bounds.Exceeded(change) is { } exceeded
            ? SuggestionOutcome.Refused(SuggestionProblem.Conflict, exceeded)
            : new SuggestionOutcome(state, change, name, null);
    }

    private static string? Text(string name, string what, string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? $"{name} is empty; say {what}."
        : text.Length > longest ? $"{name} has {text.Length} characters; expected at most {longest}."
        : text.Contains('\0', StringComparison.Ordinal) ? $"{name} has a NUL character."
        : null;
}
