using System.Globalization;
using System.Threading.RateLimiting;

namespace Vsm.Ai.Pipeline;

/// <summary>
/// Where the calls of one model wait, in the order in which they came: for its rate, and for as long as its provider wants to be left alone. The limiters of
/// the framework keep their own time and limits that do not change, so only the queue is theirs.
/// </summary>
internal sealed class ModelGate(ModelName model, ModelTerms terms, AiOptions options, ModelTelemetry telemetry, TimeProvider clock) : IDisposable
{
    // What was set, or said by the provider, meanwhile counts for those that wait, too.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly MinuteWindow _window = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly ConcurrencyLimiter _turn = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = 1, QueueLimit = options.RateQueue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private TimeSpan _pausedUntil;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Waits for its turn.</summary>
    /// <param name="tokens">What the call is estimated to take.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What is to be corrected, or taken back, once more is known; null: there is no rate.</returns>
    /// <exception cref="ModelException">Too many wait, or it would take too long.</exception>
    public ValueTask<MinuteWindow.Entry?> EnterAsync(long tokens, CancellationToken cancel) =>
        _turn.GetStatistics() is { CurrentQueuedCount: 0, CurrentAvailablePermits: 1 } && TryEnter(tokens, out var entry) <= TimeSpan.Zero
            ? ValueTask.FromResult(entry)
            : new ValueTask<MinuteWindow.Entry?>(WaitAsync(tokens, cancel));

    /// <summary>The provider wants to be left alone by everybody.</summary>
    public void Pause(TimeSpan pause)
    {
        lock (_lock)
        {
            // One that wants hours is asked again before that, as what it wants may have been mended.
            var until = Now + (pause < options.LongestPause ? pause : options.LongestPause);
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }
    }

    public void Correct(MinuteWindow.Entry entry, long tokens)
    {
        lock (_lock)
        {
            _window.Correct(entry, tokens);
        }
    }

    public void TakeBack(MinuteWindow.Entry entry)
    {
        lock (_lock)
        {
            _window.Remove(entry);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<MinuteWindow.Entry?> WaitAsync(long tokens, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        using var timer = new CancellationTokenSource(options.RateWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            using var turn = await _turn.AcquireAsync(1, either.Token);
            if (!turn.IsAcquired)
            {
                throw Refused($"{options.RateQueue} calls wait for it already, as many as {AiOptions.Section}:{nameof(AiOptions.RateQueue)} lets", null);
            }

            while (true)
            {
                var wait = TryEnter(tokens, out var entry);
                if (wait <= TimeSpan.Zero)
                {
                    return entry;
                }

                if (wait > options.RateWait)
                {
                    throw Refused($"it would have to wait {Seconds(wait)}, longer than {AiOptions.Section}:{nameof(AiOptions.RateWait)} lets", wait);
                }

                await Task.Delay(wait < Look ? wait : Look, clock, either.Token);
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw Refused($"it has waited {Seconds(options.RateWait)}, as long as {AiOptions.Section}:{nameof(AiOptions.RateWait)} lets", null);
        }
        finally
        {
            telemetry.Waits.Record(
                clock.GetElapsedTime(began).TotalSeconds, new("gen_ai.provider.name", model.Provider), new("gen_ai.request.model", model.Model));
        }
    }

    private TimeSpan TryEnter(long tokens, out MinuteWindow.Entry? entry)
    {
        entry = null;
        var rate = terms.Rate(model);
        lock (_lock)
        {
            var now = Now;
            var wait = rate is null ? TimeSpan.Zero : _window.WaitFor(rate, tokens, now);
            wait = _pausedUntil - now > wait ? _pausedUntil - now : wait;
            if (wait <= TimeSpan.Zero && rate is not null)
            {
                entry = _window.Add(tokens, now);
            }

            return wait;
        }
    }

    private ModelException Refused(string reason, TimeSpan? wait)
    {
        bool paused;
        lock (_lock)
        {
            paused = _pausedUntil > Now;
        }

        var why = paused || terms.Rate(model) is not { } rate ? "is left alone for a while, as its provider asked for" : $"is called {rate} at most by each process";
        return new ModelException(ModelError.RateLimited, $"{model} {why}, and a call was given up: {reason}.") { Waited = true, RetryAfter = wait };
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s");
}
