using Vsm.Persistence;

namespace Vsm.S1.Operations.Execution;

/// <summary>Waits for a database that is away, where what is to be stored cannot be had again.</summary>
internal sealed class Patience(IStoreProvider store, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public async Task<T> RunAsync<T>(Func<Task<T>> act, CancellationToken cancel)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = 2 * pause < Longest ? 2 * pause : Longest)
        {
            try
            {
                return await act();
            }
            catch (Exception away) when (store.IsUnavailable(away) && !cancel.IsCancellationRequested)
            {
                await Task.Delay(pause, clock, cancel);
            }
        }
    }

    public Task RunAsync(Func<Task> act, CancellationToken cancel) => RunAsync(
        async () =>
        {
            await act();
            return true;
        },
        cancel);
}
