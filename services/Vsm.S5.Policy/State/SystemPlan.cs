using Vsm.Contracts.Policy;

namespace Vsm.S5.Policy.State;

/// <summary>Makes a configuration of a specification.</summary>
internal static class SystemPlan
{
    /// <summary>
    /// A new system, or the existing one under what is asked for now: its id and number stay, its version grows only when something changed, and
    /// what corrections wrote survives where the specification does not name the parameter.
    /// </summary>
    public static SystemState Configure(
        SystemState? current, SystemSpecification specification, string vsm, AgentDefaults defaults, Func<Guid> newId)
    {
        var corrected = (current?.Corrected ?? new Dictionary<string, string>())
            .Where(x => !specification.Parameters.ContainsKey(x.Key))
            .Where(x => x.Key != Boundaries.Parameter || Boundaries.AreKept(current!.Configuration.Prompt, specification.Prompt, x.Value))
            .ToDictionary(x => x.Key, x => x.Value);
        var configuration = new AgentConfiguration
        {
            AgentId = current?.AgentId ?? newId(),
            Vsm = vsm,
            Number = current?.Configuration.Number ?? 0,
            Name = specification.Name,
            Description = specification.Description,
            Kind = specification.Kind,
            Model = specification.Model,
            Capabilities = specification.Capabilities,
            Steps = specification.Steps,
            Parameters = specification.Parameters.Concat(corrected.Where(x => x.Key != Boundaries.Parameter)).ToDictionary(x => x.Key, x => x.Value),
            Permissions = specification.Permissions,
            Tools = specification.Tools,
            MaxConcurrentTasks = specification.MaxConcurrentTasks ?? defaults.MaxConcurrentTasks,
            TaskTimeoutMs = specification.TaskTimeoutMs ?? (long)defaults.TaskTimeout.TotalMilliseconds,
            CostPerTask = specification.CostPerTask,
            CostTotal = specification.CostTotal,
            Prompt = Boundaries.Add(specification.Prompt, corrected.GetValueOrDefault(Boundaries.Parameter)),
            ChangedAt = current?.Configuration.ChangedAt,
            Version = current?.Configuration.Version ?? 1,
        };
        if (current is null)
        {
            return new SystemState { Configuration = configuration };
        }

        return Same.As(configuration, current.Configuration)
            ? current
            : current with { Configuration = configuration with { Version = configuration.Version + 1 }, Corrected = corrected };
    }
}
