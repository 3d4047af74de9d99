using System.Collections.Concurrent;

namespace Vsm.Unit.Tests.Ai;

/// <summary>Pauses are over at once and are noted; timers of the durations given never ring.</summary>
internal sealed class HastyClock(params TimeSpan[] silent) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (silent.Contains(dueTime) || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Pauses.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
