using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>Medians over the rounds of one side.</summary>
internal sealed record Side
{
    /// <summary>Whoever hands in tasks; no part of what a task costs.</summary>
    public const string Driver = "driver";

    public required int Rounds { get; init; }

    public required double TasksPerSecond { get; init; }

    /// <summary>Processor time in seconds per 1,000 tasks of everything but the driver.</summary>
    public required double CpuSecondsPer1000 { get; init; }

    /// <summary>The same by process.</summary>
    public required IReadOnlyDictionary<string, double> CpuSecondsPer1000By { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required IReadOnlyDictionary<string, double> MemoryMb { get; init; }

    public static Side Of(IReadOnlyList<Round> rounds) => new()
    {
        Rounds = rounds.Count,
        TasksPerSecond = Round(rounds.Select(x => x.TasksPerSecond), 1),
        CpuSecondsPer1000 = Round(rounds.Select(x => x.CpuWithoutDriver), 2),
        CpuSecondsPer1000By = ByName(rounds.Select(x => x.Cpu), 2),
        P50Ms = Round(rounds.Select(x => x.HalfLoad.P50Ms), 1),
        P99Ms = Round(rounds.Select(x => x.HalfLoad.P99Ms), 1),
        MemoryMb = ByName(rounds.Select(x => x.MemoryMb), 0),
    };

    private static Dictionary<string, double> ByName(IEnumerable<IReadOnlyDictionary<string, double>> rounds, int digits) =>
        rounds.SelectMany(x => x).GroupBy(x => x.Key).ToDictionary(x => x.Key, x => Round(x.Select(y => y.Value), digits));

    private static double Round(IEnumerable<double> values, int digits) => Math.Round(Statistics.Median(values), digits);
}
