using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>Ours divided by the floor: the median over the rounds, each with the floor's round right after it, so that a machine that others make slower and faster slows both.</summary>
internal sealed record Ratio(double TasksPerSecond, double Cpu, double P99)
{
    public static Ratio Of(IReadOnlyList<Round> ours, IReadOnlyList<Round> floor)
    {
        return new Ratio(Median(x => x.TasksPerSecond), Median(x => x.CpuWithoutDriver), Median(x => x.HalfLoad.P99Ms));

        double Median(Func<Round, double> value) => Math.Round(Statistics.Median(ours.Zip(floor, (x, y) => value(x) / value(y))), 3);
    }
}
