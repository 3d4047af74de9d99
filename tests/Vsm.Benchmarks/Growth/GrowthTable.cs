using System.Globalization;

namespace Vsm.Benchmarks.Growth;

/// <summary>The result for people.</summary>
internal static class GrowthTable
{
    public static void Write(GrowthResult result, TextWriter output)
    {
        output.WriteLine(result.Seeding);
        foreach (var table in result.NotCopied)
        {
            output.WriteLine($"Not copied: {table}");
        }

        output.WriteLine();
        Row("finished tasks stored", x => x.Stored, "0");
        Row("database, MB", x => x.DatabaseMb, "0");
        Row("tasks/s", x => x.Ours.TasksPerSecond, "0.0");
        Row("p50 at half load, ms", x => x.Ours.P50Ms, "0.0");
        Row("p99 at half load, ms", x => x.Ours.P99Ms, "0.0");
        Row("CPU s per 1,000 tasks", x => x.Ours.CpuSecondsPer1000, "0.00");
        foreach (var process in result.Sizes[0].Ours.CpuSecondsPer1000By.Keys)
        {
            Row("  " + process, x => x.Ours.CpuSecondsPer1000By[process], "0.00");
        }

        Row("the floor's CPU s meanwhile", x => x.Floor.CpuSecondsPer1000, "0.00");
        Row("CPU ours/floor", x => x.CpuInFloors, "0.00");
        output.WriteLine($"{"",-34}{string.Concat(result.Sizes.Select(_ => $"{"p50 / p99 ms",16}"))}");
        foreach (var query in result.Sizes[0].Queries.Keys)
        {
            Line(query, result.Sizes.Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Queries[query].P50Ms:0.0} / {x.Queries[query].P99Ms:0.0}")));
        }

        void Row(string name, Func<GrowthSize, double> value, string format) => Line(name, result.Sizes.Select(x => value(x).ToString(format, CultureInfo.InvariantCulture)));

        void Line(string name, IEnumerable<string> cells) => output.WriteLine($"{name,-34}{string.Concat(cells.Select(x => $"{x,16}"))}");
    }
}
