using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Pipeline;

namespace Vsm.Benchmarks.Growth;

/// <summary>What <c>growth</c> found.</summary>
internal sealed record GrowthResult
{
    public string Benchmark => "growth";

    public string Seeding => "The first size was really run. The others are set-based copies of these tasks, with their rows in every schema; the copies' journal hashes are those of the originals.";

    public required MachineFacts Machine { get; init; }

    public required PipelineOptions Settings { get; init; }

    /// <summary>Tables that grow with tasks and could not be copied; empty is as it should be.</summary>
    public required IReadOnlyList<string> NotCopied { get; init; }

    public required IReadOnlyList<GrowthSize> Sizes { get; init; }
}

/// <summary>What was measured with so many finished tasks stored.</summary>
internal sealed record GrowthSize
{
    public required long Stored { get; init; }

    public required long DatabaseMb { get; init; }

    public required Side Ours { get; init; }

    /// <summary>Measured between, to tell a slower machine from a larger database.</summary>
    public required Side Floor { get; init; }

    /// <summary>Processor time of ours in times of the floor's.</summary>
    public double CpuInFloors => Math.Round(Ours.CpuSecondsPer1000 / Floor.CpuSecondsPer1000, 2);

    public required IReadOnlyDictionary<string, QueryTime> Queries { get; init; }
}
