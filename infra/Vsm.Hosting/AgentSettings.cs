namespace Vsm.Hosting;

/// <summary>Short names of settings that operators know from agent managers, beside the <c>Vsm__…</c> form.</summary>
internal static class AgentSettings
{
    private static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["AGENT_HEALTH_CHECK_INTERVAL"] = "Vsm:Agents:HealthCheckInterval",
        ["AGENT_MAX_CONCURRENT_TASKS"] = "Vsm:Agents:MaxConcurrentTasks",
        ["AGENT_TASK_TIMEOUT"] = "Vsm:Agents:TaskTimeout",
        ["AGENT_ROUTING_STRATEGY"] = "Vsm:Routing:Strategy",
        ["AGENT_ROUTING_WEIGHTS_CAPABILITY"] = "Vsm:Routing:Weights:Capability",
        ["AGENT_ROUTING_WEIGHTS_PERFORMANCE"] = "Vsm:Routing:Weights:Performance",
        ["AGENT_ROUTING_WEIGHTS_LOAD"] = "Vsm:Routing:Weights:Load",
        ["AGENT_ROUTING_WEIGHTS_COST"] = "Vsm:Routing:Weights:Cost",
    };

    public static Dictionary<string, string?> FromEnvironment() => Keys
        .Select(x => (x.Value, Setting: Environment.GetEnvironmentVariable(x.Key)))
        .Where(x => x.Setting is not null)
        .ToDictionary(x => x.Value, x => Normalise(x.Setting));

    // 30s and capability_based as people write them become what the configuration binder reads.
    private static string? Normalise(string? setting) => Durations.TryParse(setting ?? "", out var duration)
        ? duration.ToString("c", System.Globalization.CultureInfo.InvariantCulture)
        : setting?.Replace("_", "", StringComparison.Ordinal);
}
