using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_nobody_can_do_a_task
{
    [Test]
    public async Task An_agent_that_refuses_hands_it_to_the_next_with_its_reason()
    {
        await using var control = await ControlSituation.StartAsync();
        var first = await control.AnAgentAsync(1, "sums");
        var second = await control.AnAgentAsync(2, "sums");
        var task = await control.ATaskAsync();
        await first.CommandAsync();

        await task.PublishAsync(TaskMessages.Gap(task.Id, 1, "I cannot read the file.") with { AgentId = first.Id, Usage = new Usage { InputTokens = 70, Cost = 0.01m } });

        var command = await second.CommandAsync();
        Assert.That((command.Attempt, command.Assignee, command.Reason), Is.EqualTo((2, "sys2", "System 1 1 could not do it: I cannot read the file.")));
        var stored = await task.StoredAsync();
        Assert.That(stored.Refusals, Is.EqualTo(new Dictionary<Guid, string> { [first.Id] = "I cannot read the file." }));
        Assert.That((stored.InputTokens, stored.Cost), Is.EqualTo((70L, 0.01m)), "what it consumed before it gave up");
        Assert.That(control.Log.SentOf<CapabilityGapMessage>(x => x.ReportedBy == GapReporter.Control), Is.Empty);
    }

    [Test]
    public async Task Policy_is_told_what_is_missing_and_who_was_considered()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "texts");

        var task = await control.ATaskAsync(x => x with { RequiredCapabilities = ["sums", "texts"] });

        var stored = await task.IsAsync("ClosingGap");
        var gap = control.Log.SentOf<CapabilityGapMessage>().Single();
        Assert.That((gap.TaskId, gap.Attempt, gap.ReportedBy, gap.Content), Is.EqualTo((task.Id, 0, GapReporter.Control, "Sum up the sales.")));
        Assert.That(gap.RequiredCapabilities, Is.EqualTo(["sums", "texts"]));
        Assert.That(gap.MissingCapabilities, Is.EqualTo(["sums"]));
        Assert.That(gap.Considered, Is.EqualTo(["System 1 1 (agent-1): lacks sums"]));
        Assert.That((gap.Reason, stored.Reason), Is.EqualTo(("ErrNoCapableAgent: none of 1 System 1s can do it.", gap.Reason)));
    }

    [Test]
    public async Task The_agent_that_policy_made_gets_it_once_it_has_registered()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();
        var made = await control.UnregisteredAsync(1, "sums");

        await task.GapClosedAsync(made);
        var waiting = await task.IsAsync("Delegating");
        await control.RegisteredAsync(made);

        Assert.That((await made.CommandAsync()).TaskId, Is.EqualTo(task.Id));
        Assert.That(waiting.Reason, Is.EqualTo("The System 1 that was made for it is getting ready."));
        await task.DoneAsync();
        await task.ApprovedAsync();
        await task.EndedAsync(TaskOutcome.Approved);
    }

    [Test]
    public async Task The_agent_that_policy_made_may_have_registered_before()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();
        var made = await control.AnAgentAsync(1, "sums");

        await task.GapClosedAsync(made);

        Assert.That((await made.CommandAsync()).Attempt, Is.EqualTo(1));
        await task.IsAsync("Executing");
    }

    [Test]
    public async Task A_gap_that_policy_cannot_close_waits_for_a_person()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.ATaskAsync();

        await task.PublishAsync(TaskMessages.GapNotClosed(task.Id, 0));

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Reason), Is.EqualTo((WaitReason.NoTemplate, "No template adds.")));
    }

    [Test]
    public async Task A_gap_that_stays_open_is_reported_three_times_at_most()
    {
        await using var control = await ControlSituation.StartAsync();
        var useless = await control.AnAgentAsync(1, "texts");
        var task = await control.ATaskAsync();

        for (var i = 0; i < 3; i++)
        {
            await task.IsAsync("ClosingGap");
            await task.GapClosedAsync(useless);
        }

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That(stored.Reason, Is.EqualTo("ErrNoCapableAgent: none of 1 System 1s can do it. System 1 1 (agent-1): lacks sums"));
        Assert.That(control.Log.SentOf<CapabilityGapMessage>(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_task_that_nobody_takes_now_goes_to_the_agent_that_resumes()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.SendAsync(new DrainAgent { AgentId = agent.Id, By = "Ada", Reason = "an update" }, ControlSituation.Registry);

        var task = await control.ATaskAsync();
        Assert.That((await task.IsAsync("Delegating")).Reason, Is.EqualTo("System 1 1 (agent-1) could do it but take no tasks now."));
        Assert.That(agent.HasCommand, Is.False);
        await control.SendAsync(new DrainAgent { AgentId = agent.Id, Drain = false }, ControlSituation.Registry);

        Assert.That((await agent.CommandAsync()).TaskId, Is.EqualTo(task.Id));
    }

    [Test]
    public async Task Urgent_tasks_are_woken_first_and_tasks_of_other_instances_not_at_all()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnOrganisationAsync("north");
        var agent = await control.AnAgentAsync(1, "sums");
        await control.SendAsync(new DrainAgent { AgentId = agent.Id }, ControlSituation.Registry);
        var later = await control.ATaskAsync(x => x with { Priority = 1 });
        var urgent = await control.ATaskAsync(x => x with { Priority = 9 });
        var northern = await control.ATaskAsync(x => x with { Vsm = "north", Assignee = "1" });

        await control.SendAsync(new DrainAgent { AgentId = agent.Id, Drain = false }, ControlSituation.Registry);

        await agent.CommandAsync();
        await agent.CommandAsync();
        Assert.That(control.Log.SentOf<CheckTaskDeadline>().Select(x => x.TaskId), Is.EqualTo([urgent.Id, later.Id]));
        Assert.That((await northern.IsAsync("Failed")).Number, Is.EqualTo(1));
    }

    [Test]
    public async Task It_looks_again_until_the_delegation_limit_and_then_asks_a_person()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.SendAsync(new DrainAgent { AgentId = agent.Id }, ControlSituation.Registry);
        var task = await control.ATaskAsync();

        await task.PassAsync(TimeSpan.FromSeconds(115));
        Assert.That((await task.IsAsync("Delegating")).Step, Is.EqualTo(2));
        await task.PassAsync(TimeSpan.FromSeconds(5));

        var stored = await task.IsAsync("AwaitingPerson");
        Assert.That((stored.Wait!.Reason, stored.Reason), Is.EqualTo((WaitReason.NoAgent, "System 1 1 (agent-1) could do it but take no tasks now.")));
    }

    [Test]
    public async Task An_agent_that_comes_after_the_delegation_limit_still_gets_it_when_nobody_looked_in_between()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.SendAsync(new DrainAgent { AgentId = agent.Id }, ControlSituation.Registry);
        var task = await control.ATaskAsync();

        control.Clock.Advance(TimeSpan.FromHours(1));
        await control.SendAsync(new DrainAgent { AgentId = agent.Id, Drain = false }, ControlSituation.Registry);

        Assert.That((await agent.CommandAsync()).TaskId, Is.EqualTo(task.Id));
    }

    [Test]
    public async Task A_named_agent_is_the_only_one_that_is_asked()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var named = await control.AnAgentAsync(2, "texts");
        var task = await control.ATaskAsync(x => x with { Assignee = "sys2" });
        await named.CommandAsync();

        await task.RefusedAsync("I read texts.");

        Assert.That((await task.EndedAsync(TaskOutcome.Failed)).Reason, Is.EqualTo(
            "The task is for System 1 2 (agent-2) and no other, which cannot do it: I read texts."));
    }

    [Test]
    public async Task A_task_is_given_to_agents_so_often_and_no_more()
    {
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Tasks:Attempts", "2"), ("Vsm:Tasks:Failures", "20"));
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.FailedAsync(ExecutionError.Transient);
        await task.FailedAsync(ExecutionError.Transient);

        var answer = await task.EndedAsync(TaskOutcome.Failed);
        Assert.That(answer.Reason, Is.EqualTo("Given to System 1s 2 times, as often as a task may be. The disk is full."));
    }
}
