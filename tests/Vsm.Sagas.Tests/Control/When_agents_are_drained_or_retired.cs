using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_agents_are_drained_or_retired
{
    [Test]
    public async Task A_drained_agent_stays_drained_over_silence_and_restart()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.DrainAsync(agent, true);
        control.Clock.Advance(TimeSpan.FromHours(1));
        await control.SweepHeartbeatsAsync();
        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Offline));

        await control.RegisteredAsync(agent);
        await control.ReportAsync(agent);

        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Draining));
        await (await control.ATaskAsync()).IsAsync("Delegating");
        Assert.That(agent.HasCommand, Is.False);
    }

    [Test]
    public async Task A_task_that_a_draining_agent_has_is_finished()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await control.DrainAsync(agent, true);
        await task.DoneAsync();
        await task.ApprovedAsync();

        await task.EndedAsync(TaskOutcome.Approved);
    }

    [Test]
    public async Task Draining_what_is_offline_does_not_make_it_look_alive_and_is_answered()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        control.Clock.Advance(TimeSpan.FromHours(1));
        await control.SweepHeartbeatsAsync();

        await control.DrainAsync(agent, true);
        await control.DrainAsync(agent, false);

        Assert.That((await control.StoredAsync(agent)).Status, Is.EqualTo(AgentStatus.Offline));
        Assert.That(control.Log.SentOf<AgentStatusChanged>(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_retired_agent_gets_no_task_and_its_name_is_free()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var retired = new SystemRetired { AgentId = agent.Id, Number = 1, Name = agent.Info.Name, By = "Ada", Reason = "no use" };

        await control.PublishAsync(retired, ControlSituation.Registry);
        await control.PublishAsync(retired, ControlSituation.Registry);
        await control.ReportAsync(agent);

        await (await control.ATaskAsync()).IsAsync("ClosingGap");
        Assert.That(agent.HasCommand, Is.False);
        Assert.That(control.Log.SentOf<AgentStatusChanged>().Single(), Is.EqualTo(new AgentStatusChanged
        {
            AgentId = agent.Id, Status = AgentStatus.Offline, Previous = AgentStatus.Active, Reason = "Retired by Ada: no use",
        }));
        var batch = await control.Log.ConsumptionOf<JournalBatch>(ControlSituation.JournalQueue, x => x.Entries.Any(y => y.Kind == "agent.retired"));
        var progress = ((JournalBatch)batch.Message).Entries.Single(x => x.Kind == "agent.retired").Read<AgentProgress>();
        Assert.That((progress.Status, progress.Reason), Is.EqualTo((AgentStatus.Offline, "Retired by Ada: no use")));
        await control.AnnounceAsync(SystemOne.Describe(2, "sums") with { Name = agent.Info.Name });
        Assert.That(control.Log.SentOf<AgentRegistrationRefused>(), Is.Empty);
    }

    [Test]
    public async Task A_task_that_a_retired_agent_has_is_finished()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await control.PublishAsync(
            new SystemRetired { AgentId = agent.Id, Number = 1, Name = agent.Info.Name, By = "Ada", Reason = "no use" }, ControlSituation.Registry);
        await task.DoneAsync();
        await task.ApprovedAsync();

        await task.EndedAsync(TaskOutcome.Approved);
    }
}
