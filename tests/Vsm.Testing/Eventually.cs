namespace Vsm.Testing;

/// <summary>Looks again until something outside this process has come to be.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads until what was read fits.</summary>
    /// <exception cref="TimeoutException">It did not within the limit; says what was read last.</exception>
    public static async Task<T> ReadAsync<T>(string what, Func<Task<T>> read, Func<T, bool> fits, TimeSpan? limit = null)
    {
        var patience = limit ?? TimeSpan.FromSeconds(60);
        using var timeout = new CancellationTokenSource(patience);
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var value = await read();
            if (fits(value))
            {
                return value;
            }

            try
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{what}: not within {patience.TotalSeconds:0} seconds; at last it was {value}");
            }
        }
    }
}
