using Vsm.Persistence;

namespace Vsm.S1.Operations.Attempts;

/// <summary>
/// Keeps an attempt this process's while it works on it, by a sign of life three times a lease. <see cref="Lost"/> says that another has taken it, or that
/// nobody wants it any more: whatever comes of it here counts for nothing.
/// </summary>
internal sealed partial class AttemptHold : IAsyncDisposable
{
    private readonly StoredAttempt _attempt;
    private readonly AttemptStore _store;
    private readonly IStoreProvider _database;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly long _start;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;

    public AttemptHold(StoredAttempt attempt, AttemptStore store, IStoreProvider database, TimeSpan lease, TimeProvider clock, ILogger logger)
    {
        (_attempt, _store, _database, _clock, _logger, _start) = (attempt, store, database, clock, logger, clock.GetTimestamp());
        Lost = _lost.Token;
        _beating = BeatAsync(lease / 3);
    }

    public CancellationToken Lost { get; }

    /// <summary>By all owners together.</summary>
    public TimeSpan Worked => TimeSpan.FromMilliseconds(_attempt.WorkedMs) + _clock.GetElapsedTime(_start);

    /// <summary>What is recorded in this run is told apart from what other runs record.</summary>
    public string Run => $"{_store.Me}/{_attempt.Starts}";

    /// <summary>Something of the attempt was found as only another owner can have left it.</summary>
    public void Lose() => _lost.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync(TimeSpan pause)
    {
        using var timer = new PeriodicTimer(pause, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (!await TryBeatAsync())
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Done with it.
        }
    }

    private async Task<bool> TryBeatAsync()
    {
        try
        {
            return await _store.BeatAsync(_attempt, Worked, _ended.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A database that is away is away for others, too; and if it is not, the next beat, or the next record of a call, shows who has the attempt.
            LogNoBeat(failure, _attempt.TaskId, _attempt.Attempt, _database.IsUnavailable(failure) ? "the database is away" : "of a fault");
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId}, attempt {Attempt}: no sign of life could be given, as {Reason}")]
    private partial void LogNoBeat(Exception exception, Guid taskId, int attempt, string reason);
}
