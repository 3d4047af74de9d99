using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.Organisations;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Creation;

/// <summary>What a model proposes for a task that nobody can do.</summary>
/// <param name="Answer">Null: there was none.</param>
/// <param name="Said">Why there was none, or the model's reason; for people.</param>
internal sealed record CreationProposal(CreationAnswer? Answer, string? Said)
{
    private const int MostDescription = 300;
    private const int MostPart = 1_500;
    private const int MostCapabilities = 3;

    /// <summary>A model can be asked, and was not yet.</summary>
    public static CreationProposal None { get; } = new(null, null) { Drafts = DraftUse.Off };

    public required DraftUse Drafts { get; init; }

    /// <summary>A person saw the draft and wants it.</summary>
    public bool Approved { get; init; }

    /// <summary>What drafted System 1s work with.</summary>
    public string Model { get; init; } = "";

    public decimal CostTotal { get; init; }

    /// <summary>What the required capabilities mean in a template; null: it does not have all of them.</summary>
    public IReadOnlyDictionary<string, string>? Read(SystemSpecification template, IReadOnlyList<string> required)
    {
        var known = template.Capabilities.Select(x => x.Name).ToHashSet();
        var readAs = (Answer?.Readings ?? []).Where(x => required.Contains(x.Required) && !known.Contains(x.Required) && known.Contains(x.Known))
            .DistinctBy(x => x.Required).ToDictionary(x => x.Required, x => x.Known);
        return required.All(x => known.Contains(x) || readAs.ContainsKey(x)) ? readAs : null;
    }

    /// <summary>
    /// The draft as a specification: it can do what the task requires by these names and no more, has no permissions, and spends no more than the operator allows.
    /// </summary>
    /// <returns>Or why there is none.</returns>
    public (SystemSpecification? System, string? Problem) Draft(VsmState state, IReadOnlyList<string> required)
    {
        if (Answer?.Draft is not { } draft || Drafts == DraftUse.Off)
        {
            return (null, null);
        }

        List<string> capabilities = [.. required.Count > 0 ? required : draft.Capabilities.Distinct().Take(MostCapabilities)];
        var system = new SystemSpecification
        {
            Name = draft.Name,
            Description = draft.Description.Trim(),
            Kind = "llm",
            Model = Model,
            Capabilities = [.. capabilities.Select(x => new Capability { Name = x })],
            MaxConcurrentTasks = 1,
            CostTotal = CostTotal,
            Prompt = new AgentPrompt { Identity = draft.Identity.Trim(), Boundaries = draft.Boundaries?.Trim(), ResponseStructure = draft.ResponseStructure?.Trim() },
        };
        var problem = Wrong(draft, capabilities)
            ?? (state.Systems.Any(x => x.Name == system.Name) || state.Templates.Any(x => x.Name == system.Name) ? $"the name '{system.Name}' is taken" : null)
            ?? OrganisationRules.Wrong(state, new ApplyOrganisation
            {
                RequestId = Guid.Empty, Vsm = state.Vsm, Name = state.Name, Purpose = state.Purpose, Limits = state.Limits, Systems = [system],
            });
        return problem is null ? (system, null) : (null, $"What the model drafted is not taken: {problem.TrimEnd('.')}.");
    }

    private static string? Wrong(AnsweredDraft draft, List<string> capabilities) => draft switch
    {
        _ when !OrganisationNames.IsName(draft.Name) => $"its name is not of {OrganisationNames.Expected}",
        _ when PlainText.Wrong(draft.Description.Trim(), MostDescription) is { } wrong => $"its description {wrong}",
        _ when PlainText.Wrong(draft.Identity.Trim(), MostPart) is { } wrong => $"its identity {wrong}",
        { Boundaries: { } boundaries } when PlainText.Wrong(boundaries.Trim(), MostPart) is { } wrong => $"its boundaries text {wrong}",
        { ResponseStructure: { } structure } when PlainText.Wrong(structure.Trim(), MostPart) is { } wrong => $"its response structure {wrong}",
        _ when capabilities.Count == 0 => "it has no capability",
        _ when !capabilities.TrueForAll(OrganisationNames.IsCapability) => $"it has a capability that is not of {OrganisationNames.CapabilityExpected}",
        _ => null,
    };
}
