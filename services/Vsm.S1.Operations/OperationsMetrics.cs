using System.Diagnostics.Metrics;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations;

/// <summary>Meter <c>Vsm.S1.Operations</c>: how long agents take, what they were refused, and what interruptions cost.</summary>
internal sealed class OperationsMetrics
{
    public const string Meter = "Vsm.S1.Operations";
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _takenOver;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _repeated;
    private int _waiting;
    private int _running;

    public OperationsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _duration = meter.CreateHistogram("mcp_task_execution_duration_seconds", "s", "Time of one attempt.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 15).Select(x => 0.1 * Math.Pow(2, x))],
        });
        _refused = meter.CreateCounter<long>("vsm.permission.denied", "{call}", "Calls of tools that the agent had no permission for.");
        _takenOver = meter.CreateCounter<long>("vsm.attempts.taken_over", "{attempt}", "Attempts that a process went on with as the one before gave no sign of life.");
        _replayed = meter.CreateCounter<long>("vsm.calls.replayed", "{call}", "Calls that were answered from the record of an earlier run.");
        _repeated = meter.CreateCounter<long>("vsm.calls.repeated", "{call}", "Calls that were made again, as a process ended before they were done.");
        meter.CreateObservableGauge("vsm.attempts.waiting", () => Volatile.Read(ref _waiting), "{attempt}", "Stored attempts that no process works on.");
        meter.CreateObservableGauge("vsm.attempts.running", () => Volatile.Read(ref _running), "{attempt}", "Stored attempts that this process works on.");
    }

    /// <summary>How many stored attempts nobody works on, as seen last.</summary>
    public int Waiting
    {
        set => Volatile.Write(ref _waiting, value);
    }

    /// <summary>How many stored attempts this process works on.</summary>
    public int Running
    {
        set => Volatile.Write(ref _running, value);
    }

    public void Executed(AgentConfiguration agent, string? taskType, TimeSpan time, AttemptOutcome outcome) => _duration.Record(
        time.TotalSeconds,
        KeyValuePair.Create<string, object?>("agent_model", agent.Model ?? agent.Kind),
        KeyValuePair.Create<string, object?>("task_type", taskType ?? "none"),
        KeyValuePair.Create<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    public void Refused(string tool, string level) =>
        _refused.Add(1, KeyValuePair.Create<string, object?>("tool", tool), KeyValuePair.Create<string, object?>("action", level));

    public void TakenOver() => _takenOver.Add(1);

    public void Replayed(CallKind kind) => _replayed.Add(1, Kind(kind));

    public void Repeated(CallKind kind) => _repeated.Add(1, Kind(kind));

    private static KeyValuePair<string, object?> Kind(CallKind kind) => KeyValuePair.Create<string, object?>("kind", kind.ToString().ToLowerInvariant());
}
