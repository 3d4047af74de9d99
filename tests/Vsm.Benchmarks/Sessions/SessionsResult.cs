using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Sessions;

/// <summary>What <c>sessions</c> found. Memory is resident, in MB, after two full garbage collections.</summary>
internal sealed record SessionsResult
{
    public string Benchmark => "sessions";

    public required MachineFacts Machine { get; init; }

    public required int Sessions { get; init; }

    /// <summary>Where they are kept.</summary>
    public required string Store { get; init; }

    public required IReadOnlyDictionary<string, double> MemoryMbBefore { get; init; }

    public required IReadOnlyDictionary<string, double> MemoryMbWith { get; init; }

    /// <summary>What our processes together have more with the conversations than without.</summary>
    public required double OursMb { get; init; }

    public required double OursMbPer10000 { get; init; }

    /// <summary>Turns a second while the conversations were begun, with a model that answers at once.</summary>
    public required double TurnsPerSecond { get; init; }
}
