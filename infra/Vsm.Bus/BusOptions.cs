using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

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

    /// <summary>How long a stop waits for messages in work.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages that a queue's consumers of one process work on at the same time.</summary>
    [Range(1, 1000)]
    public int ConcurrentMessages { get; set; } = 16;

    /// <summary>Tries after the first, with growing pauses, before a message goes to the error queue.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;
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
