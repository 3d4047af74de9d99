using System.Globalization;
using Polly;
using Polly.Retry;

namespace Vsm.Cli.Client;

/// <summary>
/// Asks again, after pauses that double, while the server is away or says that it is not ready, until the user's patience ends. Only for what has no second
/// effect when it is asked twice.
/// </summary>
/// <param name="environment">Its clock measures the pauses; the user is told there that the program waits.</param>
/// <param name="patience">How long after the first failure; zero asks once.</param>
internal sealed class Retries(CliEnvironment environment, TimeSpan patience)
{
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private const int Least = 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private long? _told;

    public TimeSpan Patience => patience;

    public TimeProvider Clock => environment.Clock;

    public Retries None => new(environment, TimeSpan.Zero);

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        long? failed = null;
        var asked = 0;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = environment.Clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Least + (int)Math.Min(patience / LongestPause, 100_000),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            ShouldHandle = x => ValueTask.FromResult(
                x.Outcome.Exception is CliException { MayPass: true } failure && SinceFirst() + (failure.RetryAfter ?? TimeSpan.Zero) < patience),
            DelayGenerator = x => ValueTask.FromResult(After(x.Outcome.Exception)),
            OnRetry = x =>
            {
                Tell(SinceFirst() + x.RetryDelay, x.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    asked++;
                    return await ask(token);
                },
                cancellation);
        }
        catch (CliException failure) when (failure.MayPass && asked > 1)
        {
            throw new CliException(
                failure.ExitCode, string.Create(CultureInfo.InvariantCulture, $"{failure.Message} (asked {asked} times in {SinceFirst().TotalSeconds:0} s)"), failure) { MayPass = true };
        }

        TimeSpan SinceFirst() => environment.Clock.GetElapsedTime(failed ??= environment.Clock.GetTimestamp());
    }

    // A little later than the server says, each caller at another moment; nothing said leaves it to the doubling.
    private static TimeSpan? After(Exception? failure) => (failure as CliException)?.RetryAfter * (1 + (Random.Shared.NextDouble() / 10));

    /// <summary>One line for all requests that wait at the same time.</summary>
    private void Tell(TimeSpan wait, Exception failure)
    {
        lock (_lock)
        {
            var now = environment.Clock.GetTimestamp();
            if (wait < WorthTelling || (_told is { } told && environment.Clock.GetElapsedTime(told, now) < patience))
            {
                return;
            }

            _told = now;
        }

        environment.Error.WriteLine($"waiting for the server, at most {patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s: {failure.Message}");
    }
}
