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

    public Ratio? Ratio { get; init; }

    /// <summary>What each round measured, by side.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Round>> Rounds { get; init; }

    /// <summary>PostgreSQL's costliest statements, where asked for.</summary>
    public IReadOnlyList<Statement>? Statements { get; init; }
}
