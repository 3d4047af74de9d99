using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Registry;

namespace Vsm.Unit.Tests.Control;

public sealed class When_the_health_of_an_agent_is_reported
{
    [Test]
    public void The_last_hundred_records_are_kept_in_order()
    {
        var agent = Given.Agent();

        for (var i = 0; i < 130; i++)
        {
            Apply(agent, Given.Report(at: Given.Now.AddSeconds(i)));
        }

        Assert.That(agent.Health.Select(x => x.Timestamp), Is.EqualTo(Enumerable.Range(30, 100).Select(x => Given.Now.AddSeconds(x))));
    }

    [Test]
    public void Three_failures_in_a_row_are_an_error_and_a_success_starts_the_count_again()
    {
        var agent = Given.Agent();
        bool[] checks = [false, false, true, false, false, false, false, true];

        var statuses = checks.Select(x =>
        {
            Apply(agent, Given.Report(x, error: "slow"));
            return (agent.Status, agent.FailuresInARow);
        }).ToList();

        Assert.That(statuses, Is.EqualTo(
        [
            (AgentStatus.Active, 1), (AgentStatus.Active, 2), (AgentStatus.Active, 0), (AgentStatus.Active, 1), (AgentStatus.Active, 2),
            (AgentStatus.Error, 3), (AgentStatus.Error, 4), (AgentStatus.Active, 0),
        ]));
        Assert.That(agent.StatusReason, Is.Null);
    }

    [Test]
    public void The_error_names_the_last_failure()
    {
        var agent = Given.Agent();
        Apply(agent, Given.Report(false, error: "one"));
        Apply(agent, Given.Report(false, error: "two"));
        Apply(agent, Given.Report(false, error: "three"));

        Assert.That(agent.StatusReason, Is.EqualTo("3 health checks in a row failed: three"));
    }

    [Test]
    public void Whoever_works_on_all_it_may_is_busy()
    {
        var agent = Given.Agent();

        Apply(agent, Given.Report(metrics: new AgentMetrics { Running = 4 }));
        Assert.That(agent.Status, Is.EqualTo(AgentStatus.Busy));
        Apply(agent, Given.Report(metrics: new AgentMetrics { Running = 3 }));
        Assert.That(agent.Status, Is.EqualTo(AgentStatus.Active));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_drained_agent_stays_so_whatever_is_reported(bool success)
    {
        var agent = Given.Agent();
        AgentHealth.Drain(agent, Drain(true));

        for (var i = 0; i < 4; i++)
        {
            Apply(agent, Given.Report(success, error: "slow"));
        }

        Assert.That((agent.Status, agent.StatusReason), Is.EqualTo((AgentStatus.Draining, "Ada drains it: an update")));
    }

    [Test]
    public void A_drained_agent_that_was_offline_drains_again_until_that_is_ended()
    {
        var agent = Given.Agent();
        AgentHealth.Drain(agent, Drain(true));
        AgentHealth.MarkSilent(agent, Given.Now.AddHours(1), Given.Interval);
        Assert.That(agent.Status, Is.EqualTo(AgentStatus.Offline));

        AgentHealth.Welcome(agent, Given.Now.AddHours(2));
        Assert.That(agent.Status, Is.EqualTo(AgentStatus.Draining));
        AgentHealth.Drain(agent, Drain(false));
        Assert.That((agent.Status, agent.StatusReason), Is.EqualTo((AgentStatus.Active, (string?)null)));
    }

    [TestCase(AgentStatus.Offline)]
    [TestCase(AgentStatus.Error)]
    public void Ending_a_drain_does_not_heal(AgentStatus status)
    {
        var agent = Given.Agent(status: status);

        AgentHealth.Drain(agent, Drain(false));

        Assert.That(agent.Status, Is.EqualTo(status));
    }

    [Test]
    public void Silence_of_three_intervals_is_borne_and_no_more()
    {
        var agent = Given.Agent();

        Assert.That(AgentHealth.MarkSilent(agent, Given.Now + (3 * Given.Interval), Given.Interval), Is.False);
        Assert.That(AgentHealth.MarkSilent(agent, Given.Now + (3 * Given.Interval) + TimeSpan.FromTicks(1), Given.Interval), Is.True);
        Assert.That((agent.Status, agent.StatusReason), Is.EqualTo((AgentStatus.Offline, "Not heard of since 2030-01-07T09:00:00.0000000+00:00.")));
        Assert.That(AgentHealth.MarkSilent(agent, Given.Now.AddDays(1), Given.Interval), Is.False);
    }

    [Test]
    public void It_counts_when_the_registry_heard_of_it_whatever_the_replicas_clock_says()
    {
        var agent = Given.Agent();

        AgentHealth.Apply(agent, Given.Report(at: Given.Now.AddDays(-1)), Given.Now.AddMinutes(5), Given.Interval);

        Assert.That(agent.LastSeenAt, Is.EqualTo(Given.Now.AddMinutes(5)));
    }

    [Test]
    public void Metrics_are_those_of_all_replicas_together()
    {
        var agent = Given.Agent();
        Apply(agent, Given.Report(replica: "a", metrics: new AgentMetrics
        {
            CommandsProcessed = 3, CommandsFailed = 1, TotalProcessingTimeMs = 300, TasksCompleted = 2, TasksFailed = 1, Running = 3, TokensProcessed = 10,
            CostIncurred = 0.1m, LastCommandAt = Given.Now,
        }));
        Apply(agent, Given.Report(replica: "b", metrics: new AgentMetrics
        {
            CommandsProcessed = 1, TotalProcessingTimeMs = 100, TasksCompleted = 1, Running = 1, TokensProcessed = 5, CostIncurred = 0.2m,
            LastCommandAt = Given.Now.AddSeconds(1),
        }));

        Assert.That(AgentHealth.Metrics(agent), Is.EqualTo(new AgentMetrics
        {
            CommandsProcessed = 4, CommandsFailed = 1, TotalProcessingTimeMs = 400, LastCommandAt = Given.Now.AddSeconds(1), TasksCompleted = 3, TasksFailed = 1,
            AverageLatencyMs = 100, SuccessRate = 0.75, CurrentLoad = 0.5, Running = 4, TokensProcessed = 15, CostIncurred = 0.3m, LastHealthCheck = Given.Now,
        }));
    }

    [Test]
    public void The_newest_report_of_a_replica_counts_and_one_that_is_gone_does_not()
    {
        var agent = Given.Agent();
        Apply(agent, Given.Report(replica: "a", metrics: new AgentMetrics { Running = 1 }));
        Apply(agent, Given.Report(replica: "a", metrics: new AgentMetrics { Running = 2 }));
        Assert.That(AgentHealth.Metrics(agent).Running, Is.EqualTo(2));

        AgentHealth.Apply(agent, Given.Report(replica: "b", metrics: new AgentMetrics { Running = 4 }), Given.Now + (3 * Given.Interval), Given.Interval);

        Assert.That(agent.Replicas.Keys, Is.EqualTo(["b"]));
        Assert.That(AgentHealth.Metrics(agent).Running, Is.EqualTo(4));
    }

    [Test]
    public void Before_the_first_task_it_has_not_failed() =>
        Assert.That(AgentHealth.Metrics(Given.Agent()), Is.EqualTo(new AgentMetrics { SuccessRate = 1 }));

    private static void Apply(RegisteredAgent agent, AgentHealthReported report) => AgentHealth.Apply(agent, report, Given.Now, Given.Interval);

    private static DrainAgent Drain(bool drain) => new() { AgentId = Given.Id(1), Drain = drain, By = "Ada", Reason = "an update" };
}
