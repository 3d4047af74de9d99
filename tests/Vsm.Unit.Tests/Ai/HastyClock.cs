using System.Collections.Concurrent;

namespace Vsm.Unit.Tests.Ai;

/// <summary>Pauses are over at once, have taken their time all the same, and are noted; timers of the durations given never ring.</summary>
internal sealed class HastyClock(params TimeSpan[] silent) : TimeProvider
{
    private long _passed;

    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Read(ref _passed) * (TimestampFrequency / TimeSpan.TicksPerSecond));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (silent.Contains(dueTime) || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Pauses.Enqueue(dueTime);
        Interlocked.Add(ref _passed, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
