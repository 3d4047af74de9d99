namespace Vsm.Unit.Tests.Cli;

/// <summary>Real time, but for the timer of one duration, which rings when told.</summary>
internal sealed class ClockWithAlarm(TimeSpan alarm) : TimeProvider
{
    private Action? _ring;

    public void Ring() => _ring!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != alarm)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        _ring = () => callback(state);
        return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
