using Quartz;

namespace MassTransit;

/// <summary>Whether timers of this process fire.</summary>
public sealed class MessageSchedulerHealth
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _clock;
    private readonly bool _isShared;
    private volatile IScheduler? _scheduler;
    private volatile string? _failure;
    private long _answered;

    internal MessageSchedulerHealth(TimeProvider clock, bool isShared) => (_clock, _isShared) = (clock, isShared);

    /// <summary>Why they do not, or may not; null: they do.</summary>
    public string? Problem => _scheduler switch
    {
        null => "not started",
        { Status: not SchedulerStatus.Running and var status } => status.ToString(),
        _ when _failure is { } failure => failure,
        _ when _isShared && _clock.GetElapsedTime(Interlocked.Read(ref _answered)) is var age && age > Stale => $"its database was not asked for {age.TotalSeconds:0} s",
        _ => null,
    };

    internal void Answered(IScheduler scheduler)
    {
        Interlocked.Exchange(ref _answered, _clock.GetTimestamp());
        (_scheduler, _failure) = (scheduler, null);
    }

    internal void Failed(Exception exception) => _failure = $"its database does not answer ({exception.GetBaseException().Message})";
}
