using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy;
using Vsm.S5.Policy.Organisations;
using Vsm.S5.Policy.State;

namespace Vsm.Unit.Tests.Policy;

internal static class Given
{
    public static AgentDefaults Defaults { get; } = new();

    public static ApplyOrganisation Request(params SystemSpecification[] systems) =>
        new() { RequestId = Guid.NewGuid(), Name = "reviews", Purpose = "Review incidents.", Systems = systems };

    public static SystemSpecification System(string name, params string[] capabilities) => new()
    {
        Name = name,
        Description = $"Does {name}",
        Capabilities = [.. capabilities.Select(x => new Capability { Name = x })],
        Steps = [new FunctionStep { Function = "text.summarise" }],
    };

    public static PolicySpecification Policy(string name, params string[] appliesTo) => new()
    {
        Name = name,
        Rule = $"Keep {name}.",
        AppliesTo = appliesTo,
        Readings = [new PolicyCheck { Check = "max_sentences", Parameters = new Dictionary<string, string> { ["max"] = "3" } }],
    };

    /// <summary>The state after the request, with numbers as the store would give them.</summary>
    public static VsmState Applied(ApplyOrganisation request, VsmState? current = null)
    {
        var outcome = Decide(request, current);
        Assert.That(outcome.Refusal, Is.Null);
        return Number(outcome.Change!);
    }

    public static OrganisationOutcome Decide(ApplyOrganisation request, VsmState? current = null) =>
        OrganisationDecision.Decide(current, request, Defaults, Guid.NewGuid);

    public static VsmState Number(VsmChange change)
    {
        var systems = change.State.Systems.Select(x => x.Configuration.Number).DefaultIfEmpty().Max();
        var policies = change.State.Policies.Select(x => x.Definition.Number).DefaultIfEmpty().Max();
        return change.Numbered(
            [.. Enumerable.Range(systems + 1, change.NewSystems)], [.. Enumerable.Range(policies + 1, change.NewPolicies)]).State;
    }

    public static Finding Finding(string policy, Verdict verdict, Remedy? remedy = null) => new()
    {
        PolicyId = Guid.NewGuid(), PolicyNumber = 1, Policy = policy, PolicyVersion = 1, Verdict = verdict, Interpretation = "Read as written.",
        Remedy = remedy,
    };

    public static Finding Finding(PolicyState policy, Verdict verdict, int? version = null) => Finding(policy.Definition.Name, verdict) with
    {
        PolicyId = policy.Definition.PolicyId, PolicyNumber = policy.Definition.Number, PolicyVersion = version ?? policy.Definition.Version,
        Questions = ["Does a heading count?"],
    };

    public static Ruling Ruling(params Finding[] findings) => new()
    {
        RulingId = Guid.NewGuid(), TaskId = Guid.NewGuid(), Attempt = 1, Evaluation = 1, AgentId = Guid.NewGuid(), AgentNumber = 1,
        PolicySetVersion = 1, Verdict = findings.Select(x => x.Verdict).DefaultIfEmpty().Max(), Score = 0, Findings = findings,
        At = DateTimeOffset.UnixEpoch,
    };
}
