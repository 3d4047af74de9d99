using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S5.Policy;

/// <summary>What a System 1 gets where its specification leaves it out, section <c>Vsm:Agents</c>.</summary>
internal sealed class AgentDefaults
{
    public const string Section = "Vsm:Agents";

    /// <summary>Tasks that an agent works on at the same time.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentTasks { get; set; } = 10;

    /// <summary>Time limit of one attempt, which <c>Vsm:HandlerLimit</c> cuts short where it is lower.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan TaskTimeout { get; set; } = TimeSpan.FromMinutes(5);
}

[OptionsValidator]
internal sealed partial class AgentDefaultsValidator : IValidateOptions<AgentDefaults>;
