using System.ComponentModel.DataAnnotations;

namespace Vsm.Bus.Watching;

/// <summary>Settings of the watchdog, section <c>Vsm:Watchdog</c>: when liveness fails, so that whoever supervises the process restarts it.</summary>
public sealed class WatchdogOptions
{
    /// <summary>How long a queue may have ready messages without any getting on here.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the queues are looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);
}
