using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>What the processes of a side use between two moments.</summary>
internal sealed class Meter(IReadOnlyDictionary<string, int> processes)
{
    private IReadOnlyDictionary<string, ProcessUse> _start = new Dictionary<string, ProcessUse>();
    private TimeSpan _driver;

    public void Start()
    {
        _start = ProcessTree.Read(processes);
        _driver = Environment.CpuUsage.TotalTime;
    }

    /// <summary>Processor time since the start in seconds per 1,000 tasks, and memory in MB now.</summary>
    /// <param name="tasks">The tasks that it was used for.</param>
    /// <param name="withDriver">Whether this process is the driver.</param>
    public (IReadOnlyDictionary<string, double> Cpu, IReadOnlyDictionary<string, double> MemoryMb) Read(int tasks, bool withDriver)
    {
        var now = ProcessTree.Read(processes);
        var cpu = now.ToDictionary(x => x.Key, x => (x.Value.CpuSeconds - _start[x.Key].CpuSeconds) * 1000 / tasks);
        if (withDriver)
        {
            cpu[Side.Driver] = (Environment.CpuUsage.TotalTime - _driver).TotalSeconds * 1000 / tasks;
        }

        return (cpu, now.ToDictionary(x => x.Key, x => x.Value.MemoryBytes / (1024d * 1024)));
    }
}
