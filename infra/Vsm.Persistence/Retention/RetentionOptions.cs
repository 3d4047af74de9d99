using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence.Retention;

/// <summary>How long what is done with is kept, section <c>Vsm:Retention</c>. A time that is set to nothing means for ever.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Vsm:Retention";

    /// <summary>What answers a message that comes again is kept so long in any case: a task may still be at work.</summary>
    private static readonly TimeSpan LeastAnswers = TimeSpan.FromDays(30);

    /// <summary>Tasks from their end on, with their rulings and calls.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? FinishedTasks { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The journal; of what is removed, the hash that the rest is chained to is kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? Journal { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Failed messages that were retried with success, or discarded.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? FailedMessages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Values of Idempotency-Key, and what was answered under them.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? IdempotencyKeys { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Conversations from their last turn on.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? IdleSessions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often each function looks through what it keeps.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long a function keeps what it answered to commands of a task.</summary>
    public TimeSpan? Answers => FinishedTasks is { } keep && keep < LeastAnswers ? LeastAnswers : FinishedTasks;
}

[OptionsValidator]
public sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
