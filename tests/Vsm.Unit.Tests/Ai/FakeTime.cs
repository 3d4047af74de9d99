namespace Vsm.Unit.Tests.Ai;

/// <summary>Time that passes when it is told to; timers ring in their order.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _now;

    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets time pass, a second at a time, until the work is done.</summary>
    public async Task PassUntilAsync(Task work)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var real = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!work.IsCompleted)
        {
            Pass(TimeSpan.FromSeconds(1));
            await real.WaitForNextTickAsync(patience.Token);
        }

        await work;
    }

    public void Pass(TimeSpan time)
    {
        for (var until = Now + time; Next(until) is { } alarm;)
        {
            alarm.Ring();
        }
    }

    private Alarm? Next(TimeSpan until)
    {
        lock (_lock)
        {
            var next = _alarms.Where(x => x.Due <= until).MinBy(x => x.Due);
            _now = next?.Due ?? until;
            _alarms.Remove(next!);
            return next;
        }
    }

    private sealed class Alarm(FakeTime clock, Action ring) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Ring { get; } = ring;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("No test needs alarms that recur.");
            }

            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._alarms.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
