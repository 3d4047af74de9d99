using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S1.Operations.Attempts;

/// <summary>Settings of attempts that are done outside of their command's delivery, section <c>Vsm:Attempts</c>.</summary>
internal sealed class AttemptOptions
{
    public const string Section = "Vsm:Attempts";

    /// <summary>After how long without a sign of life of the process that works on it an attempt is taken over by another.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often is looked for attempts that others left or stored; those of this process are begun at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many attempts one process works on, those of all its agents together.</summary>
    [Range(1, 10_000)]
    public int MostAtOnce { get; set; } = 256;
}

[OptionsValidator]
internal sealed partial class AttemptOptionsValidator : IValidateOptions<AttemptOptions>;
