using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Dashboard.Failures;

/// <summary>Settings of failed messages, section <c>Vsm:Failures</c>.</summary>
internal sealed class FailureOptions
{
    public const string Section = "Vsm:Failures";

    /// <summary>Messages that a process sends to their queues again within a second.</summary>
    [Range(1, 1000)]
    public int RetriesPerSecond { get; set; } = 50;

    /// <summary>A retried message that has not come back for so long counts as resolved.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan ResolvedAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages of one error queue that are stored at the same time.</summary>
    [Range(1, 100)]
    public int ConcurrentMessages { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class FailureOptionsValidator : IValidateOptions<FailureOptions>;
