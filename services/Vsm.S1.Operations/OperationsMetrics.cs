using System.Diagnostics.Metrics;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations;

/// <summary>Meter <c>Vsm.S1.Operations</c>: how long agents take.</summary>
internal sealed class OperationsMetrics
{
    public const string Meter = "Vsm.S1.Operations";
    private readonly Histogram<double> _duration;

    public OperationsMetrics(IMeterFactory meters) => _duration = meters.Create(Meter).CreateHistogram(
        "mcp_task_execution_duration_seconds", "s", "Time of one attempt.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 15).Select(x => 0.1 * Math.Pow(2, x))],
        });

    public void Executed(AgentConfiguration agent, string? taskType, TimeSpan time, AttemptOutcome outcome) => _duration.Record(
        time.TotalSeconds,
        KeyValuePair.Create<string, object?>("agent_model", agent.Model ?? agent.Kind),
        KeyValuePair.Create<string, object?>("task_type", taskType ?? "none"),
        KeyValuePair.Create<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
}
