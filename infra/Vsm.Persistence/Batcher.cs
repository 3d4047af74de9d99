namespace Vsm.Persistence;

/// <summary>
/// Joins what is asked for at the same time into one round trip: while one is under way, what comes next waits and goes together with the one after
/// it. Nothing waits for company, so a single request is as fast as without.
/// </summary>
public sealed class Batcher<TRequest, TResult>(int most, Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> run)
{
    private readonly Lock _lock = new();
    private readonly Queue<(TRequest Request, TaskCompletionSource<TResult> Result)> _waiting = new();
    private bool _running;

    /// <summary>The answer to one request. Whoever gives up waiting leaves the round trip itself alone.</summary>
    public Task<TResult> AskAsync(TRequest request)
    {
        var result = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((request, result));
            if (_running)
            {
                return result.Task;
            }

            _running = true;
        }

        _ = RunAsync();
        return result.Task;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                var results = await run([.. batch.Select(x => x.Request)]);
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Result.SetResult(results[i]);
                }
            }
            catch (Exception exception)
            {
                batch.ForEach(x => x.Result.TrySetException(exception));
            }
        }
    }

    private List<(TRequest Request, TaskCompletionSource<TResult> Result)> Next()
    {
        lock (_lock)
        {
            var batch = new List<(TRequest, TaskCompletionSource<TResult>)>(Math.Min(most, _waiting.Count));
            while (batch.Count < most && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            _running = batch.Count > 0;
            return batch;
        }
    }
}
