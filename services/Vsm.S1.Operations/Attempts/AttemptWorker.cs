using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Hosting.Health;
using Vsm.S1.Operations.Agents;

namespace Vsm.S1.Operations.Attempts;

/// <summary>
/// Takes stored attempts as far as there is room: at once when this process stored one or is done with one, else at every look. A process that ends begins
/// no further call and leaves what it works on to others at once; what one left without a word is taken over once its lease ran out.
/// </summary>
internal sealed partial class AttemptWorker(
    AgentHost host, AttemptStore store, AttemptWork work, AttemptSignal signal, OperationsMetrics metrics, IOptions<AttemptOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<AttemptWorker> logger) : BusService(lifetime), IDrainStep, IReadiness, IDisposable
{
    /// <summary>For leaving attempts whose call was broken off.</summary>
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<(Guid, int), Task> _running = new();
    private readonly AttemptPlaces _places = new(options.Value.MostAtOnce);
    private readonly AttemptWatch _watch = new(options.Value.Lease, clock);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping = lifetime.ApplicationStopping;
    private long _looked;

    public string Name => "attempts";

    public string? Problem => Interlocked.Read(ref _looked) is var looked and not 0
        && clock.GetElapsedTime(looked) is var age && age > Stale + (3 * options.Value.LookInterval) && !_stopping.IsCancellationRequested
        ? $"not looked for since {age.TotalSeconds:0} s" : null;

    /// <summary>Waits until the calls in work are done, and what follows them is another's; those that take too long are broken off.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        if (ExecuteTask is { } looking)
        {
            await looking.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(Leaving, clock, CancellationToken.None);
    }

    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    protected override Task RunAsync(CancellationToken cancel) => Task.WhenAll(TickAsync(cancel), ListenAsync(cancel));

    private async Task TickAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.LookInterval, clock);
        do
        {
            signal.Wake();
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await foreach (var _ in signal.ListenAsync(cancel))
        {
            try
            {
                await LookAsync(cancel);
                Interlocked.Exchange(ref _looked, clock.GetTimestamp());
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure, options.Value.LookInterval);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        // One question where there is nothing to do, as most of the time.
        var (others, count) = await store.CountAsync(cancel);
        IReadOnlyList<AttemptSight> owned = others == 0 ? [] : await store.OwnedAsync(cancel);
        foreach (var left in _watch.Left([.. owned.Where(x => !_running.ContainsKey((x.TaskId, x.Attempt)))]))
        {
            await TryBeginAsync(left, cancel);
        }

        if (count > 0 && _places.Left > 0)
        {
            foreach (var waiting in await store.WaitingAsync(_places.Full(LimitOf), _places.Left, cancel))
            {
                count -= await TryBeginAsync(waiting, cancel) ? 1 : 0;
            }
        }

        metrics.Waiting = count;
    }

    private async Task<bool> TryBeginAsync(AttemptSight sight, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!_places.TryTake(sight.AgentId, LimitOf(sight.AgentId)))
        {
            return false;
        }

        StoredAttempt? attempt = null;
        try
        {
            attempt = await store.TryTakeAsync(sight, CancellationToken.None); // once it is taken it is to be done
        }
        finally
        {
            if (attempt is null)
            {
                _places.Free(sight.AgentId);
            }
        }

        if (attempt is null)
        {
            return false;
        }

        if (sight.Owner is { } owner)
        {
            LogTakenOver(sight.TaskId, sight.Attempt, owner);
            metrics.TakenOver();
        }

        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[(sight.TaskId, sight.Attempt)] = DoAsync(attempt, begun.Task);
        metrics.Running = _places.Taken;
        begun.SetResult();
        return true;
    }

    private async Task DoAsync(StoredAttempt attempt, Task begun)
    {
        await begun; // not before it is known as running
        try
        {
            await work.DoAsync(attempt, _stopping, _stop.Token);
        }
        catch (Exception failure)
        {
            // It stays as it is, gives no sign of life, and is gone on with once its lease ran out.
            LogBroken(failure, attempt.TaskId, attempt.Attempt);
        }
        finally
        {
            _running.TryRemove((attempt.TaskId, attempt.Attempt), out _);
            _places.Free(attempt.AgentId);
            metrics.Running = _places.Taken;
            signal.Wake();
        }
    }

    private int LimitOf(Guid agent) => host.Find(agent)?.Configuration.MaxConcurrentTasks ?? 1;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stored attempts could not be looked for; tried again within {Interval}")]
    private partial void LogFailed(Exception exception, TimeSpan interval);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId}, attempt {Attempt}, is taken over from {Owner}, which gave no sign of life")]
    private partial void LogTakenOver(Guid taskId, int attempt, string owner);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId}, attempt {Attempt}, could not be gone on with here")]
    private partial void LogBroken(Exception exception, Guid taskId, int attempt);
}
