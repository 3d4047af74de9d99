namespace Vsm.Benchmarks.Pipeline;

/// <summary>How much is run.</summary>
/// <param name="Tasks">Tasks of a round at full load.</param>
/// <param name="Rounds">Rounds that count; one goes before them to warm up.</param>
/// <param name="InFlight">Tasks at a time.</param>
/// <param name="Only">Leaves out the other side: <c>ours</c> or <c>floor</c>.</param>
/// <param name="Profile">Counts PostgreSQL's statements.</param>
internal sealed record PipelineOptions(int Tasks, int Rounds, int InFlight, string? Only = null, bool Profile = false)
{
    /// <summary>Tasks of a round at half load: enough for a 99th percentile.</summary>
    public int LatencyTasks => Math.Max(Tasks / 2, 200);

    /// <summary>Before them, so that the programs are compiled to the end: fewer make the first round a good deal dearer.</summary>
    public int WarmUpTasks { get; init; } = Math.Max(Tasks, 2000);
}
