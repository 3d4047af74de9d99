using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Scheduling;

/// <summary>Settings of a process that keeps timers, section <c>Vsm:Scheduler</c>.</summary>
public sealed class SchedulerOptions
{
    public const string Section = "Vsm:Scheduler";

    /// <summary>Messages that this process sends at the same time when they are due; it uses about as many connections to the database.</summary>
    [Range(1, 200)]
    public int ConcurrentMessages { get; set; } = 20;

    /// <summary>How often a replica says that it lives, and looks for timers that others stored.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan CheckinInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much later than that it may be before others take over what it had in work.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckinTolerance { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A recurring message that is later than this is missed: of several that were missed, one is sent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MisfireThreshold { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a cancelled timer is remembered, so that a command which was sent before and comes later does not bring it back.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan CancelMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the broker may take to confirm a message.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between tries to send a message that the broker refuses.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);
}

[OptionsValidator]
public sealed partial class SchedulerOptionsValidator : IValidateOptions<SchedulerOptions>;
