using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S3.Control.Registry;

/// <summary>Settings of agents, section <c>Vsm:Agents</c>.</summary>
internal sealed class RegistryOptions
{
    public const string Section = "Vsm:Agents";

    /// <summary>How often System 1 reports an agent's health; after three intervals of silence it is offline.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class RegistryOptionsValidator : IValidateOptions<RegistryOptions>;
