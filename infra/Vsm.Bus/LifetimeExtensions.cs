using Microsoft.Extensions.Hosting;

namespace Vsm.Bus;

/// <summary>The life of a process, for what goes on in it.</summary>
public static class LifetimeExtensions
{
    /// <summary>Waits until everything has started. After a start that failed only the token ends the wait.</summary>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
