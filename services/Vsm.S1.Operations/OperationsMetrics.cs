using System.Diagnostics.Metrics;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations;

/// <summary>Meter <c>Vsm.S1.Operations</c>: how long agents take, and what they were refused.</summary>
internal sealed class OperationsMetrics
{
    public const string Meter = "Vsm.S1.Operations";
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;

    public OperationsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _duration = meter.CreateHistogram("mcp_task_execution_duration_seconds", "s", "Time of one attempt.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 15).Select(x => 0.1 * Math.Pow(2, x))],
        });
        _refused = meter.CreateCounter<long>("vsm.permission.denied", "{call}", "Calls of tools that the agent had no permission for.");
    }

    public void Executed(AgentConfiguration agent, string? taskType, TimeSpan time, AttemptOutcome outcome) => _duration.Record(
        time.TotalSeconds,
        KeyValuePair.Create<string, object?>("agent_model", agent.Model ?? agent.Kind),
        KeyValuePair.Create<string, object?>("task_type", taskType ?? "none"),
        KeyValuePair.Create<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    public void Refused(string tool, string level) =>
        _refused.Add(1, KeyValuePair.Create<string, object?>("tool", tool), KeyValuePair.Create<string, object?>("action", level));
}
