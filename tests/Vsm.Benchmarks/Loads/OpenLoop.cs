using System.Diagnostics;
using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Loads;

/// <summary>Starts tasks at a fixed rate, however long the others take.</summary>
internal static class OpenLoop
{
    /// <returns>How long tasks took, from the moment at which each was due to start.</returns>
    public static async Task<Latency> RunAsync(int tasks, double perSecond, Func<Task> runOne)
    {
        var running = new List<Task<double>>(tasks);
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (running.Count < tasks && await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(tasks, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond));
            while (running.Count < due)
            {
                running.Add(TimeAsync(start + (long)((running.Count + 1) / perSecond * Stopwatch.Frequency)));
            }
        }

        var times = await Task.WhenAll(running);
        return new Latency(perSecond, Statistics.Percentile(times, 0.5), Statistics.Percentile(times, 0.99), times.Max());

        async Task<double> TimeAsync(long due)
        {
            await runOne();
            return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }
}

/// <summary>How long one task took, in milliseconds.</summary>
/// <param name="PerSecond">The rate at which tasks were started.</param>
internal sealed record Latency(double PerSecond, double P50Ms, double P99Ms, double MaxMs);
