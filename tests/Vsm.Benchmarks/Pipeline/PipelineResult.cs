using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Pipeline;

/// <summary>What <c>pipeline</c> found; a side that was left out is absent.</summary>
internal sealed record PipelineResult
{
    public string Benchmark => "pipeline";

    public required MachineFacts Machine { get; init; }

    public required PipelineOptions Settings { get; init; }

    public Side? Ours { get; init; }

    public Side? Floor { get; init; }

    public Ratio? Ratio => Ours is null || Floor is null ? null : Pipeline.Ratio.Of(Ours, Floor);

    /// <summary>What each round measured, by side.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Round>> Rounds { get; init; }
}
