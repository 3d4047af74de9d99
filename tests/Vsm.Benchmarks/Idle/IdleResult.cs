using Vsm.Benchmarks.Measuring;

namespace Vsm.Benchmarks.Idle;

/// <summary>What <c>idle</c> found. Memory is resident, in MB, after two full garbage collections.</summary>
internal sealed record IdleResult
{
    public string Benchmark => "idle";

    public required MachineFacts Machine { get; init; }

    public required int Tasks { get; init; }

    /// <summary>Tasks that the API showed as Executing while memory was read.</summary>
    public required int Executing { get; init; }

    public required IReadOnlyDictionary<string, double> MemoryMbBefore { get; init; }

    public required IReadOnlyDictionary<string, double> MemoryMbWith { get; init; }

    /// <summary>What our processes together have more with the waiting tasks than without.</summary>
    public required double OursMb { get; init; }

    public required double OursMbPer10000 { get; init; }

    /// <summary>The same of RabbitMQ and PostgreSQL.</summary>
    public required double ServersMb { get; init; }
}
