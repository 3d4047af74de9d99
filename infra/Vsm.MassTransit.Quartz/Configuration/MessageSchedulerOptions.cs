namespace MassTransit;

/// <summary>How timers are kept and fired.</summary>
public sealed class MessageSchedulerOptions
{
    /// <summary>The queue that takes the commands.</summary>
    public string QueueName { get; set; } = "scheduler";

    /// <summary>Messages that one process sends at the same time.</summary>
    public int ConcurrentMessages { get; set; } = 20;

    /// <summary>How often a process says that it lives, and how often it looks for timers that others stored.</summary>
    public TimeSpan CheckinInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much later than that it may be before the others take over what it had in work.</summary>
    public TimeSpan CheckinTolerance { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A recurring message that is later than this is missed: of several, one is sent.</summary>
    public TimeSpan MisfireThreshold { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a cancelled timer is remembered, so that a command to set it which was sent before, and comes later, sets none.</summary>
    public TimeSpan CancelMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the broker may take to confirm a message.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between tries to send a message that the broker refuses.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);
}
