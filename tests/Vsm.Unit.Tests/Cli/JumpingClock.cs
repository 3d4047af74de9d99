namespace Vsm.Unit.Tests.Cli;

/// <summary>Every wait is over at once, and the time that it would have taken has passed.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _ahead;

    /// <summary>How long was waited.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // Nothing else takes time.
    public override long GetTimestamp() => Interlocked.Read(ref _ahead);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _ahead, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
