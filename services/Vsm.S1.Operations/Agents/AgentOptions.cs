using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S1.Operations.Agents;

/// <summary>Settings of agents, section <c>Vsm:Agents</c>.</summary>
internal sealed class AgentOptions
{
    public const string Section = "Vsm:Agents";

    /// <summary>How often each agent's health is checked and reported, with its metrics.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one health check may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan HealthCheckLimit { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class AgentOptionsValidator : IValidateOptions<AgentOptions>;
