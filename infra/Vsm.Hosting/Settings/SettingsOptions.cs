using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Hosting.Settings;

/// <summary>How settings made at run time spread, section <c>Vsm:Settings</c>.</summary>
public sealed class SettingsOptions
{
    public const string Section = "Vsm:Settings";

    /// <summary>How often they are said again, for who missed a message.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a process that starts lets work wait for them before it goes on with what the configuration says.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class SettingsOptionsValidator : IValidateOptions<SettingsOptions>;
