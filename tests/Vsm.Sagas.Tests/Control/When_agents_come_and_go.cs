using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_agents_come_and_go
{
    [Test]
    public async Task A_new_agent_is_active_and_told_so()
    {
        await using var control = await ControlSituation.StartAsync();

        var agent = await control.AnAgentAsync(1, "sums");

        var registered = control.Log.SentOf<AgentRegistered>().Single();
        Assert.That((registered.Agent.AgentId, registered.Agent.Name, registered.Status), Is.EqualTo((agent.Id, "agent-1", AgentStatus.Active)));
        var stored = await control.StoredAsync(agent);
        Assert.That((stored.Number, stored.Version, stored.LastSeenAt), Is.EqualTo((1, 1, control.Clock.GetUtcNow())));
        var batch = await control.Log.ConsumptionOf<JournalBatch>(ControlSituation.JournalQueue, x => x.Entries.Any(y => y.Kind == "agent.registered"));
        var entry = ((JournalBatch)batch.Message).Entries.Single(x => x.Kind == "agent.registered");
        Assert.That((entry.Key, entry.Read<AgentProgress>().Status), Is.EqualTo(($"agent/{agent.Id}/1", AgentStatus.Active)));
    }

    [TestCase(1, "somebody")]
    [TestCase(2, "Agent-1")]
    public async Task Number_and_name_are_taken_once(int number, string name)
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");

        await control.AnnounceAsync(SystemOne.Describe(number, "sums") with { Name = name });

        var refused = control.Log.SentOf<AgentRegistrationRefused>().Single();
        Assert.That((refused.Error, refused.Reason), Is.EqualTo(
            ("ErrAgentAlreadyRegistered", "VSM root has the agent agent-1 with number 1 already, with another id.")));
        Assert.That(control.Log.SentOf<AgentRegistered>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_instance_has_numbers_and_names_of_its_own()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");

        await control.AnnounceAsync(SystemOne.Describe(1, "sums") with { Vsm = "north" });

        Assert.That(control.Log.SentOf<AgentRegistrationRefused>(), Is.Empty);
    }

    [Test]
    public async Task An_agent_that_fails_its_health_check_is_not_taken()
    {
        await using var control = await ControlSituation.StartAsync();

        await control.SendAsync(
            new RegisterAgent { Agent = SystemOne.Describe(1), Health = control.Healthy() with { Success = false, Error = "no model" } }, ControlSituation.Registry);

        Assert.That(control.Log.SentOf<AgentRegistrationRefused>().Single().Reason, Is.EqualTo("The health check of agent-1 failed: no model"));
    }

    [Test]
    public async Task Registered_again_it_has_its_newest_description_and_counts_once()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var older = agent.Info;
        agent.Info = agent.Info with { ConfigurationVersion = 4, Capabilities = [new Capability { Name = "texts" }] };

        await control.RegisteredAsync(agent);
        await control.AnnounceAsync(older);

        Assert.That((await control.StoredAsync(agent)).Info.ConfigurationVersion, Is.EqualTo(4));
        Assert.That(control.Log.SentOf<AgentRegistered>().Select(x => x.Agent.ConfigurationVersion), Is.EqualTo([1, 4, 4]));
        await (await control.ATaskAsync()).IsAsync("ClosingGap");
    }

    [Test]
    public async Task Three_failed_checks_in_a_row_take_it_out_and_one_success_brings_it_back()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.ReportAsync(agent, success: false, error: "slow");
        await control.ReportAsync(agent, success: false, error: "slow");
        Assert.That(control.Log.SentOf<AgentStatusChanged>(), Is.Empty);

        await control.ReportAsync(agent, success: false, error: "dead");
        var task = await control.ATaskAsync();
        await task.IsAsync("Delegating");
        await control.ReportAsync(agent);

        Assert.That((await agent.CommandAsync()).TaskId, Is.EqualTo(task.Id));
        Assert.That(control.Log.SentOf<AgentStatusChanged>(), Is.EqualTo(
        [
            new AgentStatusChanged { AgentId = agent.Id, Status = AgentStatus.Error, Previous = AgentStatus.Active, Reason = "3 health checks in a row failed: dead" },
            new AgentStatusChanged { AgentId = agent.Id, Status = AgentStatus.Active, Previous = AgentStatus.Error },
        ]));
    }

    [Test]
    public async Task Silence_for_three_intervals_makes_it_offline_and_a_report_brings_it_back()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Agents:HealthCheckInterval", "00:00:40"));
        var agent = await control.AnAgentAsync(1, "sums");

        control.Clock.Advance(TimeSpan.FromMinutes(2));
        await control.SweepHeartbeatsAsync();
        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Active));
        control.Clock.Advance(TimeSpan.FromTicks(1));
        await control.SweepHeartbeatsAsync();
        await control.SweepHeartbeatsAsync();
        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Offline));
        var task = await control.ATaskAsync();
        await task.IsAsync("Delegating");

        // Busy at once: it takes tasks all the same.
        await control.ReportAsync(agent, running: 10);

        Assert.That((await agent.CommandAsync()).TaskId, Is.EqualTo(task.Id));
        Assert.That(control.Log.SentOf<AgentStatusChanged>().Select(x => (x.Previous, x.Status)), Is.EqualTo(
            [(AgentStatus.Active, AgentStatus.Offline), (AgentStatus.Offline, AgentStatus.Busy)]));
    }

    [Test]
    public async Task A_change_whose_message_comes_again_is_said_again_under_its_id()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var other = await control.AnAgentAsync(2, "sums");
        var drain = new DrainAgent { AgentId = agent.Id, Drain = true, By = "Ada" };

        await control.SendAgainAsync((await control.SendAsync(drain, ControlSituation.Registry)).MessageId, drain, ControlSituation.Registry);
        await control.DrainAsync(other, true);

        var said = control.Log.Sent.Where(x => x.Message is AgentStatusChanged changed && changed.AgentId == agent.Id).ToList();
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[1], Is.EqualTo(said[0]));
        Assert.That(((AgentStatusChanged)said[1].Message).Previous, Is.EqualTo(AgentStatus.Active));
    }

    [Test]
    public async Task Silence_whose_sweep_comes_again_is_said_again_under_its_id()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Agents:HealthCheckInterval", "00:00:40"));
        var agent = await control.AnAgentAsync(1, "sums");
        control.Clock.Advance(TimeSpan.FromMinutes(3));
        await control.SweepHeartbeatsAsync();
        var sweep = control.Log.Sent.Last(x => x.Message is CheckAgentHeartbeats);

        await control.SendAgainAsync(sweep.MessageId, (CheckAgentHeartbeats)sweep.Message, ControlSituation.Registry);
        await control.DrainAsync(agent, true);

        var said = control.Log.Sent.Where(x => x.Message is AgentStatusChanged { Previous: AgentStatus.Active }).ToList();
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[1], Is.EqualTo(said[0]));
    }

    [Test]
    public async Task A_replica_whose_clock_is_behind_is_heard_all_the_same()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Agents:HealthCheckInterval", "00:00:40"));
        var agent = await control.AnAgentAsync(1, "sums");
        control.Clock.Advance(TimeSpan.FromHours(2));

        await control.PublishAsync(
            new AgentHealthReported
            {
                AgentId = agent.Id, Replica = "s1-a", Metrics = new AgentMetrics(),
                Health = control.Healthy() with { Timestamp = control.Clock.GetUtcNow().AddHours(-2) },
            },
            ControlSituation.Registry);
        await control.SweepHeartbeatsAsync();

        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Active));
    }

    [Test]
    public async Task An_agent_that_nobody_knows_cannot_be_drained_and_its_reports_are_left_out()
    {
        await using var control = await ControlSituation.StartAsync();
        var stranger = new SystemOne(SystemOne.Describe(9));

        await control.ReportAsync(stranger);
        var dealt = await control.DrainAsync(stranger, true);

        Assert.That(dealt.Failure, Is.InstanceOf<MessageRefusedException>().With.Message.EqualTo($"There is no agent {stranger.Id} in the registry."));
        Assert.That(control.Failures, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Tasks_that_were_given_out_since_the_last_report_count_as_load()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Routing:Strategy", "LeastLoaded"));
        var first = await control.AnAgentAsync(1, "sums");
        var second = await control.AnAgentAsync(2, "sums");

        for (var i = 0; i < 4; i++)
        {
            await control.ATaskAsync();
        }

        AssignTaskMessage[] commands = [await first.CommandAsync(), await first.CommandAsync(), await second.CommandAsync(), await second.CommandAsync()];
        Assert.That(commands.Select(x => x.TaskId), Is.Unique);
        Assert.That(first.HasCommand || second.HasCommand, Is.False);
    }
}
