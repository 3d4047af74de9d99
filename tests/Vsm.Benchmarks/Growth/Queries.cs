using System.Diagnostics;
using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Ours;

namespace Vsm.Benchmarks.Growth;

/// <summary>Times of the API's lists and pages, one request after the other.</summary>
internal static class Queries
{
    private const int WarmUp = 20;

    public const int Requests = 200;

    public static async Task<IReadOnlyDictionary<string, QueryTime>> RunAsync(Team team, IReadOnlyList<(Guid Id, int Number)> stored)
    {
        var times = new Dictionary<string, QueryTime>();
        await TimeAsync("tasks, newest", _ => "tasks?limit=50");
        await TimeAsync("tasks, approved", _ => "tasks?state=Approved&limit=50");
        await TimeAsync("tasks, of a state that none has", _ => "tasks?state=Rejected&limit=50");
        await TimeAsync("rulings, newest", _ => "rulings?limit=50");
        await TimeAsync("task by id", i => $"tasks/{stored[i % stored.Count].Id}");
        await TimeAsync("task by number", i => $"tasks/{stored[i % stored.Count].Number}");
        await TimeAsync("task's journal", i => $"tasks/{stored[i % stored.Count].Id}/journal");
        await TimeAsync("task's rulings", i => $"tasks/{stored[i % stored.Count].Id}/rulings");
        return times;

        async Task TimeAsync(string name, Func<int, string> path)
        {
            var taken = new List<double>(Requests);
            for (var i = -WarmUp; i < Requests; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await team.Http.GetByteArrayAsync(path(i + WarmUp));
                if (i >= 0)
                {
                    taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }

            times[name] = new QueryTime(Math.Round(Statistics.Percentile(taken, 0.5), 2), Math.Round(Statistics.Percentile(taken, 0.99), 2));
        }
    }
}

/// <summary>How long a request took, in milliseconds.</summary>
internal sealed record QueryTime(double P50Ms, double P99Ms);
