using System.Globalization;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>The result for people.</summary>
internal static class PipelineTable
{
    public static void Write(PipelineResult result, TextWriter output)
    {
        var machine = result.Machine;
        Line($"{machine.Cores} cores, {machine.Processor}, {machine.System}, {machine.Runtime}, {machine.Build}, load before {machine.LoadBefore:0.0}");
        Line($"{result.Settings.Tasks} tasks a round, {result.Settings.InFlight} in flight; medians of {result.Settings.Rounds} rounds");
        Line($"");
        Line($"{"",-34}{"ours",10}{"floor",10}{"ours/floor",12}");
        Row("tasks/s", x => x.TasksPerSecond, "0.0", result.Ratio?.TasksPerSecond);
        Row("p50 at half load, ms", x => x.P50Ms, "0.0");
        Row("p99 at half load, ms", x => x.P99Ms, "0.0", result.Ratio?.P99);
        Row("CPU s per 1,000 tasks", x => x.CpuSecondsPer1000, "0.00", result.Ratio?.Cpu);
        Parts("  ", x => x.CpuSecondsPer1000By, "0.00");
        Line($"memory, MB");
        Parts("  ", x => x.MemoryMb, "0");

        if (result.Statements is { } statements)
        {
            Line($"");
            Line($"PostgreSQL's costliest statements");
            Line($"{"calls/task",10}{"ms/1,000 tasks",16}{"ms/call",9}  statement");
            foreach (var x in statements)
            {
                Line($"{x.CallsPerTask,10:0.00}{x.MsPer1000,16:0.0}{x.MsPerCall,9:0.000}  {x.Text}");
            }
        }

        void Row(string name, Func<Side, double> value, string format, double? ratio = null)
        {
            var (ours, floor) = (result.Ours is null ? (double?)null : value(result.Ours), result.Floor is null ? (double?)null : value(result.Floor));
            Line($"{name,-34}{Number(ours, format),10}{Number(floor, format),10}{Number(ratio, "0.00"),12}");
        }

        void Parts(string indent, Func<Side, IReadOnlyDictionary<string, double>> parts, string format)
        {
            var (ours, floor) = (Of(result.Ours, parts), Of(result.Floor, parts));
            foreach (var name in ours.Keys.Union(floor.Keys))
            {
                Line($"{indent + name,-34}{Number(ours.TryGetValue(name, out var a) ? a : null, format),10}{Number(floor.TryGetValue(name, out var b) ? b : null, format),10}");
            }
        }

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
    }

    private static IReadOnlyDictionary<string, double> Of(Side? side, Func<Side, IReadOnlyDictionary<string, double>> parts) =>
        side is null ? new Dictionary<string, double>() : parts(side);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
