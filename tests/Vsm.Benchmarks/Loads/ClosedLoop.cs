using System.Diagnostics;

namespace Vsm.Benchmarks.Loads;

/// <summary>Keeps a number of tasks in flight until all are done.</summary>
internal static class ClosedLoop
{
    /// <param name="tasks">How many to run.</param>
    /// <param name="inFlight">How many at a time.</param>
    /// <param name="runOne">Runs a task to its end.</param>
    /// <returns>Tasks per second.</returns>
    public static async Task<double> RunAsync(int tasks, int inFlight, Func<Task> runOne)
    {
        var left = tasks;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => WorkAsync()));
        return tasks / Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await runOne();
            }
        }
    }
}
