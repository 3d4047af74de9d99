using System.Runtime.InteropServices;

namespace Vsm.Benchmarks.Measuring;

/// <summary>Where it was measured.</summary>
internal sealed record MachineFacts
{
    public required int Cores { get; init; }

    public required string Processor { get; init; }

    public required long MemoryMb { get; init; }

    public required string System { get; init; }

    public required string Runtime { get; init; }

    public required string Build { get; init; }

    /// <summary>Processes that wanted to run in the last minute before the start, on average.</summary>
    public required double LoadBefore { get; init; }

    public static MachineFacts Read() => new()
    {
        Cores = Environment.ProcessorCount,
        Processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(x => x.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString(),
        MemoryMb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        Build = IsDebug ? "Debug (no measurement: run with -c Release)" : "Release",
        LoadBefore = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], global::System.Globalization.CultureInfo.InvariantCulture),
    };

    private static bool IsDebug =>
#if DEBUG
        true;
#else
        false;
#endif
}
