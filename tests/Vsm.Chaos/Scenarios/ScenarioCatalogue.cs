namespace Vsm.Chaos.Scenarios;

/// <summary>The catalogue's faults of the groups process, broker, database and time.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
        [.. ((IEnumerable<Scenario>)[.. ProcessScenarios.All, .. BrokerScenarios.All, .. DatabaseScenarios.All, .. TimeScenarios.All]).OrderBy(x => x.Id, StringComparer.Ordinal)];
}
