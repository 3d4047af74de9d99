using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Creation;

/// <summary>What 5.3 does about a gap: a System 1, new or made before, or nothing, with the reason.</summary>
/// <param name="Change">The change that makes it; null when it is there already or none can be made.</param>
/// <param name="AgentId">The System 1 that can do the task.</param>
/// <param name="Template">The template, after which the System 1 is named.</param>
/// <param name="Reason">For people, in any case.</param>
internal sealed record GapOutcome(VsmChange? Change, Guid? AgentId, string? Template, string Reason)
{
    /// <summary>Nothing makes a System 1 for the task; a model may be asked.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What required capabilities mean that the System 1 does not have by that name.</summary>
    public IReadOnlyDictionary<string, string> ReadAs { get; init; } = new Dictionary<string, string>();

    public static GapOutcome NotClosed(string reason) => new(null, null, null, reason);
}

/// <summary>
/// Chooses the template that covers what the task requires with the fewest capabilities beside it, and makes one System 1 of it for all tasks.
/// </summary>
internal static class GapDecision
{
    /// <param name="state">The VSM instance.</param>
    /// <param name="gap">What nobody can do.</param>
    /// <param name="defaults">What specifications leave out.</param>
    /// <param name="newId">Makes ids.</param>
    /// <param name="proposal">What a model proposes; null where none helps.</param>
    public static GapOutcome Decide(VsmState state, CapabilityGapMessage gap, AgentDefaults defaults, Func<Guid> newId, CreationProposal? proposal = null)
    {
        var outcome = Decide(state, gap, defaults, newId);
        return outcome.IsOpen && proposal is not null ? Follow(outcome, state, gap, defaults, newId, proposal) : outcome;
    }

    private static GapOutcome Decide(VsmState state, CapabilityGapMessage gap, AgentDefaults defaults, Func<Guid> newId)
    {
        var required = gap.RequiredCapabilities.Distinct().ToList();
        if (required.Count == 0)
        {
            return GapOutcome.NotClosed($"The task requires no capability by name, so no template can be chosen for it. {gap.Reason}") with { IsOpen = true };
        }

        var considered = new List<string>();
        foreach (var template in state.Templates.OrderBy(x => Missing(x.Capabilities, required).Count).ThenBy(x => x.Capabilities.Count)
                     .ThenBy(x => x.Name, StringComparer.Ordinal))
        {
            var existing = state.Systems.FirstOrDefault(x => x.Name == template.Name);
            if (Against(template, existing, required, gap.AgentId) is { } reason)
            {
                considered.Add($"'{template.Name}' {reason}");
            }
            else if (existing is not null)
            {
                return new GapOutcome(null, existing.AgentId, template.Name, $"'{template.Name}' is there already and can do the task");
            }
            else
            {
                return Create(state, template, required, defaults, newId);
            }
        }

        var missing = gap.MissingCapabilities.Count > 0 ? gap.MissingCapabilities : required;
        return GapOutcome.NotClosed(
            $"No System 1 can do the task: {List(missing)} is missing, and no template makes one that can. "
            + (considered.Count == 0 ? "There are no templates." : $"Considered: {string.Join("; ", considered.Take(20))}.")) with { IsOpen = true };
    }

    // What a model says is taken as far as it could be done without one: by a template that is fit, or a draft that an organisation file could have.
    private static GapOutcome Follow(
        GapOutcome open, VsmState state, CapabilityGapMessage gap, AgentDefaults defaults, Func<Guid> newId, CreationProposal proposal)
    {
        var required = gap.RequiredCapabilities.Distinct().ToList();
        var problem = proposal.Answer is null ? proposal.Said : null;
        if (proposal.Answer?.Template is { } name)
        {
            var template = state.Templates.FirstOrDefault(x => x.Name == name);
            var existing = state.Systems.FirstOrDefault(x => x.Name == name);
            var readAs = template is null ? null : proposal.Read(template, required);
            problem = template is null ? "The model named a template that there is not."
                : readAs is null ? $"The model named the template '{name}', which does not have all that is required."
                : Against(template, existing, [.. required.Select(x => readAs.GetValueOrDefault(x, x)).Distinct()], gap.AgentId) is { } reason
                    ? $"The model named the template '{name}', which {reason}."
                    : null;
            if (problem is null)
            {
                var read = existing is not null
                    ? new GapOutcome(null, existing.AgentId, name, $"'{name}' is there already and can do the task")
                    : Create(state, template!, Named(required), defaults, newId);
                return read with { Reason = $"{read.Reason}. A model chose the template: {proposal.Said}", ReadAs = readAs! };
            }
        }

        var (draft, wrong) = problem is null ? proposal.Draft(state, required) : (null, null);
        return draft is null ? open with { Reason = With(open.Reason, problem ?? wrong ?? (proposal.Said is { } said ? $"A model found nothing: {said}" : null)) }
            : proposal.Drafts == DraftUse.Activate || proposal.Approved ? Drafted(Create(state, draft, Named(required), defaults, newId), proposal)
            : open with { Reason = $"{open.Reason} A model drafted the System 1 '{draft.Name}' ({draft.Description}) with {draft.Model}, no tools and at most "
                + FormattableString.Invariant($"{draft.CostTotal} USD: {proposal.Said} Its prompt: {draft.Prompt!.Identity} {draft.Prompt.Boundaries} {draft.Prompt.ResponseStructure} Retry makes it.") };
    }

    private static GapOutcome Drafted(GapOutcome made, CreationProposal proposal) => made.AgentId is null ? made : made with
    {
        Reason = $"'{made.Template}' was made as a model drafted it{(proposal.Approved ? " and a person wanted" : "")}: {proposal.Said}",
    };

    private static IReadOnlyList<string> Named(IReadOnlyList<string> required) => required.Count > 0 ? required : ["the task"];

    private static string With(string reason, string? more) => more is null ? reason : $"{reason} {more}";

    private static GapOutcome Create(
        VsmState state, SystemSpecification template, IReadOnlyList<string> required, AgentDefaults defaults, Func<Guid> newId)
    {
        var system = SystemPlan.Configure(null, template, state.Vsm, defaults, newId);
        var after = state with { Systems = [.. state.Systems, system], Version = state.Version + 1 };
        var (policies, changed) = PolicyPlan.Derive(after, newId);
        var change = new VsmChange
        {
            State = after with { Policies = policies, PolicySetVersion = state.PolicySetVersion + (changed.Count > 0 ? 1 : 0) },
            Systems = [system],
            Policies = changed,
            PolicySetChanged = changed.Count > 0,
        };
        return Bounds.Exceeded(change) is { } exceeded
            ? GapOutcome.NotClosed(exceeded)
            : new GapOutcome(change, system.AgentId, template.Name, $"'{template.Name}' was made from its template, as nobody could do {List(required)}");
    }

    private static string? Against(SystemSpecification template, SystemState? existing, IReadOnlyList<string> required, Guid? tried)
    {
        if (Missing(template.Capabilities, required) is { Count: > 0 } missing)
        {
            return $"lacks {List(missing)}";
        }

        return existing switch
        {
            null => Unfit(template),
            _ when existing.AgentId == tried => "was made before, and could not do the task",
            _ when Missing(existing.Configuration.Capabilities, required) is { Count: > 0 } lost =>
                $"was made before, and a change of its configuration took {List(lost)}",
            _ => null,
        };
    }

    // What makes a System 1 governable: people can tell what it is for, routing what it can do, and it does something.
    private static string? Unfit(SystemSpecification template) => template switch
    {
        _ when string.IsNullOrWhiteSpace(template.Description) => "has no description",
        { Capabilities.Count: 0 } => "has no capability",
        { Kind: "function", Steps.Count: 0 } => "has no step",
        { Kind: "llm" or "mcp", Model: null } => "has no model",
        _ => null,
    };

    private static List<string> Missing(IReadOnlyList<Capability> capabilities, IReadOnlyList<string> required) =>
        [.. required.Except(capabilities.Select(x => x.Name))];

    private static string List(IReadOnlyList<string> capabilities) => string.Join(", ", capabilities);
}
