using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Execution;

namespace Vsm.Unit.Tests.Operations.Execution;

public sealed class When_an_agent_counts
{
    private static readonly AgentConfiguration Configuration = Functions.Agents.Of() with { MaxConcurrentTasks = 4 };
    private readonly RunningAgent _agent = new(Configuration, DateTimeOffset.UnixEpoch);

    [Test]
    public void It_starts_from_nothing_with_nothing_failed() =>
        Assert.That(_agent.Metrics, Is.EqualTo(new AgentMetrics { SuccessRate = 1 }));

    [Test]
    public void What_runs_is_its_load()
    {
        _agent.Started();
        _agent.Started();
        _agent.Started();
        Assert.That((_agent.Metrics.Running, _agent.Metrics.CurrentLoad), Is.EqualTo((3, 0.75)));

        _agent.Learn(Configuration with { Version = 2, MaxConcurrentTasks = 2 });
        _agent.Ended(AttemptOutcome.Succeeded, TimeSpan.Zero, new Usage(), DateTimeOffset.UnixEpoch);
        _agent.Started();
        Assert.That((_agent.Metrics.Running, _agent.Metrics.CurrentLoad), Is.EqualTo((3, 1)), "what is left of the old number counts as full load");
    }

    [Test]
    public void Times_costs_and_outcomes_add_up()
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(1);
        foreach (var (outcome, seconds) in ((AttemptOutcome, int)[])
            [(AttemptOutcome.Succeeded, 1), (AttemptOutcome.Succeeded, 2), (AttemptOutcome.Failed, 3), (AttemptOutcome.Abandoned, 6)])
        {
            _agent.Started();
            _agent.Ended(outcome, TimeSpan.FromSeconds(seconds), new Usage { InputTokens = 10, OutputTokens = 1, Cost = 0.5m }, at);
        }

        _agent.Checked(at.AddHours(1));

        Assert.That(_agent.Metrics, Is.EqualTo(new AgentMetrics
        {
            CommandsProcessed = 4,
            CommandsFailed = 1,
            TasksCompleted = 2,
            TasksFailed = 1,
            TotalProcessingTimeMs = 12_000,
            AverageLatencyMs = 3_000,
            SuccessRate = 2d / 3,
            TokensProcessed = 44,
            CostIncurred = 2m,
            LastCommandAt = at,
            LastHealthCheck = at.AddHours(1),
        }));
    }

    [Test]
    public void Counting_from_many_sides_loses_nothing()
    {
        Parallel.For(0, 2000, _ =>
        {
            _agent.Started();
            _agent.Ended(AttemptOutcome.Succeeded, TimeSpan.FromMilliseconds(1), new Usage(), DateTimeOffset.UnixEpoch);
        });

        Assert.That((_agent.Metrics.CommandsProcessed, _agent.Metrics.Running, _agent.Metrics.TotalProcessingTimeMs), Is.EqualTo((2000, 0, 2000)));
    }

    [Test]
    public void Only_a_newer_configuration_is_learned_and_has_to_be_announced()
    {
        _agent.AnnouncedVersion = 1;

        _agent.Learn(Configuration with { Name = "same version" });
        Assert.That((_agent.Configuration.Name, _agent.Announced), Is.EqualTo((Configuration.Name, true)));

        _agent.Learn(Configuration with { Version = 3 });
        _agent.Learn(Configuration with { Version = 2 });
        Assert.That((_agent.Configuration.Version, _agent.Announced), Is.EqualTo((3, false)));
    }
}
