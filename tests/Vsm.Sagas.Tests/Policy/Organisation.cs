using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

/// <summary>Parts that tests make organisations and rulings of.</summary>
internal static class Organisation
{
    public static ApplyOrganisation Of(params string[] systems) => new()
    {
        RequestId = Guid.NewGuid(), Name = "reviews", Purpose = "Review incidents.", Systems = [.. systems.Select(x => System(x))],
    };

    public static SystemSpecification System(string name, params string[] capabilities) => new()
    {
        Name = name,
        Description = $"Does {name}",
        Capabilities = [.. capabilities.Select(x => new Capability { Name = x })],
        Steps = [new FunctionStep { Function = "text.summarise" }],
    };

    public static PolicySpecification Policy(string name, params string[] appliesTo) => new() { Name = name, Rule = $"Keep {name}.", AppliesTo = appliesTo };

    public static Ruling Ruling(Guid agentId, params Finding[] findings) => new()
    {
        RulingId = Guid.NewGuid(), TaskId = Guid.NewGuid(), Attempt = 1, Evaluation = 1, AgentId = agentId, AgentNumber = 1, PolicySetVersion = 1,
        Verdict = findings.Max(x => x.Verdict), Score = 0, Findings = findings, At = DateTimeOffset.UnixEpoch,
    };

    public static Finding Violated(string parameter, string value) => new()
    {
        PolicyId = Guid.NewGuid(), PolicyNumber = 1, Policy = "brief", PolicyVersion = 1, Verdict = Verdict.Violated, Interpretation = "Four sentences.",
        Remedy = new Remedy { Parameter = parameter, Value = value },
    };

    public static Finding Vague(PolicyDefinition policy) => new()
    {
        PolicyId = policy.PolicyId, PolicyNumber = policy.Number, Policy = policy.Name, PolicyVersion = policy.Version, Verdict = Verdict.Vague,
        Interpretation = "Can be read in two ways.", Questions = ["Does a heading count?"],
    };
}
