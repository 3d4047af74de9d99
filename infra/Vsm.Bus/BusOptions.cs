using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Vsm.Bus.Watching;

namespace Vsm.Bus;

/// <summary>Settings of the bus, section <c>Vsm</c>.</summary>
public sealed class BusOptions
{
    public const string Section = "Vsm";

    /// <summary>Where messages go.</summary>
    public Transport Transport { get; set; } = Transport.RabbitMq;

    [ValidateObjectMembers]
    public RabbitMqOptions RabbitMq { get; set; } = new();

    /// <summary>How long a start waits for the broker.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a stop waits for messages in work; what is not done by then is handed back.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages that a queue's consumers of one process work on at the same time.</summary>
    [Range(1, 1000)]
    public int ConcurrentMessages { get; set; } = 16;

    /// <summary>Tries after the first, with growing pauses, before a message goes to the error queue.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>
    /// How long a message waits here for a database or broker that is away, before it is handed back to wait in its queue. Below
    /// <see cref="HandlerLimit"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:28:00")]
    public TimeSpan OutagePatience { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a message may be in work, all tries together; then it is cancelled and goes to the error queue. Below the broker's
    /// <c>consumer_timeout</c> (30 minutes unless changed), which would hand it out again while it is still in work.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:28:00")]
    public TimeSpan HandlerLimit { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>What a message's work may take of <see cref="HandlerLimit"/>, so that its outcome can still be told.</summary>
    public TimeSpan WorkLimit => 0.95 * HandlerLimit;

    [ValidateObjectMembers]
    public WatchdogOptions Watchdog { get; set; } = new();
}

public sealed class RabbitMqOptions
{
    /// <summary><c>amqp://user:password@host:port/vhost</c></summary>
    [Required]
    public Uri Uri { get; set; } = new("amqp://guest:guest@127.0.0.1:5672");
}

public enum Transport
{
    /// <summary>Within one process, lost on exit.</summary>
    InMemory,

    RabbitMq,
}

[OptionsValidator]
public sealed partial class BusOptionsValidator : IValidateOptions<BusOptions>;

/// <summary>What settings must be to each other.</summary>
internal sealed class BusLimitsValidator : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options) => options.OutagePatience < options.HandlerLimit
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"Vsm:OutagePatience is {options.OutagePatience:c}; it must be below Vsm:HandlerLimit, {options.HandlerLimit:c}, which ends the wait otherwise.");
}
