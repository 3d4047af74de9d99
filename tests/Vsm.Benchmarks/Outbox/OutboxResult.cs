using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Outbox;

/// <summary>What <c>outbox</c> found: the bus outbox on PostgreSQL with two processes that deliver.</summary>
internal sealed record OutboxResult
{
    public string Benchmark => "outbox";

    public required MachineFacts Machine { get; init; }

    public required int Messages { get; init; }

    /// <summary>From the first that was saved to the last that arrived; the median of the rounds without kills.</summary>
    public required double MessagesPerSecond { get; init; }

    public required IReadOnlyList<double> Rounds { get; init; }

    /// <summary>Deliverers that were ended by <c>kill -9</c> in the round with kills.</summary>
    public required int Kills { get; init; }

    /// <summary>The round with kills: what never arrived.</summary>
    public required int Lost { get; init; }

    /// <summary>What arrived again under another id, so that no inbox would know it.</summary>
    public required int Doubled { get; init; }

    /// <summary>What arrived again under its id, which an inbox knows.</summary>
    public required int Copies { get; init; }
}
