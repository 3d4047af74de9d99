using Vsm.Benchmarks.Loads;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>What one round of one side measured.</summary>
/// <param name="Cpu">Processor time in seconds per 1,000 tasks, by process.</param>
/// <param name="MemoryMb">Resident memory at the end, by process.</param>
internal sealed record Round(
    double TasksPerSecond, IReadOnlyDictionary<string, double> Cpu, IReadOnlyDictionary<string, double> MemoryMb, Latency HalfLoad)
{
    /// <summary>What the task itself cost.</summary>
    public double CpuWithoutDriver => Cpu.Where(x => x.Key != Side.Driver).Sum(x => x.Value);
}
