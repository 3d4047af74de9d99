using System.Collections.Concurrent;

namespace Vsm.Sagas.Tests;

/// <summary>Real time, but timers of the durations given ring when told, and no sooner.</summary>
internal sealed class AlarmClock(params TimeSpan[] alarms) : TimeProvider
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource<Action>> _set = new(
        alarms.Select(x => KeyValuePair.Create(x, new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously))));

    /// <summary>Lets the first timer of the duration ring, once there is one.</summary>
    public async Task RingAsync(TimeSpan alarm) => (await SetAsync(alarm))();

    /// <summary>Waits until there is a timer of the duration.</summary>
    public Task<Action> SetAsync(TimeSpan alarm) => _set[alarm].Task.WaitAsync(TimeSpan.FromSeconds(60));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (!_set.TryGetValue(dueTime, out var ring))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var silent = base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ring.TrySetResult(() => callback(state));
        return silent;
    }
}
