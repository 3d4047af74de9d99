namespace MassTransit.QuartzIntegration;

/// <summary>
/// The time of the database, for all processes that share it. Quartz compares times that different processes wrote; by clocks that differ they would take
/// each other for dead, and do the same work.
/// </summary>
internal sealed class SchedulerClock(TimeProvider clock, Func<CancellationToken, Task<object?>>? ask) : TimeProvider
{
    private const int MostQuestions = 3;
    private static readonly TimeSpan QuickEnough = TimeSpan.FromMilliseconds(200);
    private long _offset;

    /// <summary>How far this machine's clock is behind.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref _offset));

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Asks the database, again where that takes long; the quickest answer counts. It is taken for as young as it can be: so this clock may be behind the
    /// database's, and is never ahead of it, as nothing may fire before its time.
    /// </summary>
    public async Task CompareAsync(CancellationToken cancel)
    {
        if (ask is null)
        {
            return;
        }

        var quickest = TimeSpan.MaxValue;
        for (var questions = 0; questions < MostQuestions && quickest > QuickEnough; questions++)
        {
            var asked = clock.GetTimestamp();
            var answer = await ask(cancel);
            var took = clock.GetElapsedTime(asked);
            var theirs = answer is DateTime time
                ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
                : throw new InvalidOperationException($"The database said {answer ?? "nothing"} when asked for its time.");
            if (took < quickest)
            {
                quickest = took;
                Interlocked.Exchange(ref _offset, (theirs - clock.GetUtcNow()).Ticks);
            }
        }
    }
}
