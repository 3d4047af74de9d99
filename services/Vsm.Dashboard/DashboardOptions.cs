using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Dashboard;

/// <summary>Settings of the API, section <c>Vsm:Dashboard</c>.</summary>
internal sealed class DashboardOptions
{
    public const string Section = "Vsm:Dashboard";

    /// <summary>How long a request waits for the broker to take its command.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a person's answer, or a request about settings, waits for Policy.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan DecisionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a turn of a conversation waits for its reply; longer than <c>Vsm:Sessions:TurnLimit</c> of System 1.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:15:00")]
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a look at conversations waits for System 1.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between comments on a stream on which nothing happens, which keep it open.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan StreamComment { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams that are open at the same time.</summary>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class DashboardOptionsValidator : IValidateOptions<DashboardOptions>;
