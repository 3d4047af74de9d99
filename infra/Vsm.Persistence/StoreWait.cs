using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus.Retries;

namespace Vsm.Persistence;

/// <summary>Does what a start needs the database for, again and again while that is away, says so, and gives up when it stays away for <c>Vsm:StartTimeout</c>.</summary>
public sealed partial class StoreWait(IStoreProvider store, IOptions<StoreOptions> options, TimeProvider clock, ILogger<StoreWait> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly StoreFailures _failures = new(store);

    /// <param name="purpose">What the database is waited for, such as <c>to read …</c>.</param>
    /// <param name="act">Is begun anew when the database went away in the middle of it.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">It stayed away.</exception>
    public async Task RunAsync(string purpose, Func<CancellationToken, Task> act, CancellationToken cancel)
    {
        var limit = options.Value.StartTimeout;
        DateTimeOffset? giveUp = null;
        while (true)
        {
            try
            {
                await act(cancel);
                return;
            }
            catch (Exception exception) when (IsAway(exception))
            {
                var (now, reason) = (clock.GetUtcNow(), Reason(exception));
                giveUp ??= now + limit;
                if (now >= giveUp)
                {
                    throw new StoreUnavailableException(
                        $"The database did not answer within {limit:c} (Vsm:StartTimeout): {reason}. Start it, or correct Vsm:Database:ConnectionString.", exception);
                }

                LogWaiting(purpose, reason);
            }

            await Task.Delay(Pause, clock, cancel);
        }
    }

    private bool IsAway(Exception exception) => Chain(exception).Any(x => _failures.KindOf(x) == FailureKind.Unavailable);

    // What wraps a failure of the database says nothing of it.
    private static string Reason(Exception exception) => (Chain(exception).OfType<DbException>().FirstOrDefault() ?? exception).Message;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database {Purpose}: {Reason}")]
    private partial void LogWaiting(string purpose, string reason);
}
