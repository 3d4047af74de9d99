using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control;
using Vsm.S3.Control.Registry;

namespace Vsm.Unit.Tests.Control;

public sealed class When_control_counts : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<ControlMetrics>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];
    private readonly ControlMetrics _metrics;

    public When_control_counts()
    {
        _metrics = _services.GetRequiredService<ControlMetrics>();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Tests run beside each other, each with its own meter of the same name.
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((x, value, tags, _) => Note(x, value, tags));
        _listener.SetMeasurementEventCallback<int>((x, value, tags, _) => Note(x, value, tags));
        _listener.SetMeasurementEventCallback<double>((x, value, tags, _) => Note(x, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Test]
    public void Registrations_assignments_and_ends_have_their_labels()
    {
        _metrics.AgentRegistered(Given.Info(1) with { Model = "llama" });
        _metrics.TaskAssigned(Given.Info(1), "sales");
        _metrics.TaskAssigned(Given.Info(1), null);
        _metrics.TaskEnded("Approved");

        Assert.That(_measured, Is.EqualTo(
        [
            "mcp_agents_registered_total 1 model=llama", "mcp_tasks_assigned_total 1 agent_model=function task_type=sales",
            "mcp_tasks_assigned_total 1 agent_model=function task_type=none", "vsm.task.count 1 state=Approved",
        ]));
    }

    [Test]
    public void Agents_are_counted_by_model_and_status_with_the_load_of_each()
    {
        var busy = Given.Agent();
        AgentHealth.Apply(busy, Given.Report(metrics: new AgentMetrics { Running = 4 }), Given.Now, Given.Interval);
        _metrics.Observe(Given.Agent());
        _metrics.Observe(busy);
        _metrics.Observe(Given.Agent(2));
        _metrics.Observe(Given.Agent(3, AgentStatus.Offline));
        _metrics.Observe(Given.Agent(4));

        _listener.RecordObservableInstruments();

        Assert.That(_measured, Is.EquivalentTo(
        [
            "mcp_agents_active 1 model=function status=busy", "mcp_agents_active 2 model=function status=active", "mcp_agents_active 1 model=function status=offline",
            "vsm.agents.capabilities 0 ",
            .. Enumerable.Range(1, 4).Select(x => $"mcp_agent_utilization_ratio {(x == 1 ? 1 : 0)} agent_id={Given.Id(x)} model=function"),
        ]));
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(x => $"{x.Key}={x.Value}"))}");
}
