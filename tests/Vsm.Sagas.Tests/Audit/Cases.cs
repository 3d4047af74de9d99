using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Audit;

/// <summary>Policies, and results to judge by them.</summary>
internal static class Cases
{
    public static readonly Guid Agent = Guid.NewGuid();

    public static TaskResultMessage Result(string output, int policySetVersion = 1) => new()
    {
        TaskId = Guid.NewGuid(),
        Attempt = 1,
        AgentId = Agent,
        AgentNumber = 3,
        ConfigurationVersion = 5,
        PolicySetVersion = policySetVersion,
        Content = "the task",
        Output = output,
        Usage = new Usage { Cost = 0.03m },
        StartedAt = DateTimeOffset.UnixEpoch,
        DurationMs = 1,
    };

    /// <summary>At most so many words; several numbers are several readings.</summary>
    public static PolicyDefinition MaxWords(params int[] max) =>
        Policy("brief", [.. max.Select(x => Check("max_words", ("max", $"{x}")))]);

    public static PolicyDefinition Policy(string name, params PolicyCheck[] readings) => new()
    {
        PolicyId = Guid.NewGuid(),
        Number = 1,
        Name = name,
        Rule = $"The rule of {name}.",
        Scope = PolicyScope.Team,
        Version = 1,
        Readings = readings,
    };

    public static PolicyCheck Check(string name, params (string Name, string Value)[] parameters) =>
        new() { Check = name, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) };

    public static PolicySet Set(int version, params PolicyDefinition[] policies) => new() { Version = version, Policies = policies };

    /// <summary>Whether it is the same version for the same VSM instance.</summary>
    public static bool Is(this PolicySet set, PolicySet other) => (set.Vsm, set.Version) == (other.Vsm, other.Version);
}
