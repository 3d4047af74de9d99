using System.Collections.Concurrent;
using Vsm.Persistence;

namespace Vsm.S3.Control;

/// <summary>Says once that a sweep fails, however often it is tried, and once that it works again.</summary>
internal sealed partial class SweepTrouble(IStoreProvider store, ILogger<SweepTrouble> logger)
{
    private readonly ConcurrentDictionary<string, bool> _failing = new();

    public void Note(string sweep, Exception exception)
    {
        if (!_failing.TryAdd(sweep, true))
        {
            return;
        }

        if (exception is TimeoutException || store.IsUnavailable(exception))
        {
            LogWaiting(sweep, exception.GetBaseException().Message);
        }
        else
        {
            LogFailed(exception, sweep);
        }
    }

    public void Over(string sweep)
    {
        if (_failing.TryRemove(sweep, out _))
        {
            LogOver(sweep);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep} cannot be done and is tried again until it can: {Reason}")]
    private partial void LogWaiting(string sweep, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep} failed and is tried again until it works")]
    private partial void LogFailed(Exception exception, string sweep);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sweep} works again")]
    private partial void LogOver(string sweep);
}
