namespace Vsm.Benchmarks.Pipeline;

/// <summary>How much is run.</summary>
/// <param name="Tasks">Tasks of a round at full load.</param>
/// <param name="Rounds">Rounds that count; one goes before them to warm up.</param>
/// <param name="InFlight">Tasks at a time.</param>
/// <param name="Only">Leaves out the other side: <c>ours</c> or <c>floor</c>.</param>
internal sealed record PipelineOptions(int Tasks, int Rounds, int InFlight, string? Only)
{
    /// <summary>Tasks of a round at half load: enough for a 99th percentile.</summary>
    public int LatencyTasks => Math.Max(Tasks / 2, 200);

    public int WarmUpTasks => Math.Max(Tasks / 2, 500);
}
