using Vsm.Contracts.Control;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_the_budget_is_spent
{
    [Test]
    public async Task The_task_waits_until_the_limit_suffices()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await PricedAsync(control, 1, 0.25m);
        var task = await control.ATaskAsync();
        var waiting = await task.IsAsync("AwaitingBudget");

        await task.RaiseBudgetAsync(0.2m);
        var still = await task.IsAsync("AwaitingBudget");
        await task.RaiseBudgetAsync(0.25m);

        var command = await agent.CommandAsync();
        Assert.That(waiting.Reason, Is.EqualTo("System 1 1 (agent-1) costs about 0.25 USD. 0 of 0.10 USD are spent."));
        Assert.That(still.Reason, Is.EqualTo("System 1 1 (agent-1) costs about 0.25 USD. 0 of 0.2 USD are spent."));
        Assert.That((command.CostLimit, command.Reason), Is.EqualTo((0.25m, "Ada raised the cost limit to 0.25 USD.")));
        await task.IsAsync("Executing");
    }

    [Test]
    public async Task An_agent_that_costs_less_gets_the_task()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 5m);
        var cheap = await PricedAsync(control, 2, 0.1m);
        await control.ReportAsync(cheap, running: 10);

        await control.ATaskAsync();

        Assert.That((await cheap.CommandAsync()).Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task What_attempts_cost_counts_against_the_limit_and_the_limit_of_the_task_against_the_organisations()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 0.02m);
        var task = await control.ATaskAsync(x => x with { CostLimit = 0.03m });
        await task.DoneAsync(cost: 0.02m);
        await task.ViolatedAsync();

        await task.CorrectedAsync();

        Assert.That((await task.IsAsync("AwaitingBudget")).Reason, Is.EqualTo("System 1 1 (agent-1) costs about 0.02 USD. 0.02 of 0.03 USD are spent."));
    }

    [Test]
    public async Task A_lower_or_equal_limit_changes_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        await PricedAsync(control, 1, 0.25m);
        var task = await control.ATaskAsync();

        await task.RaiseBudgetAsync(0.1m);

        var stored = await task.IsAsync("AwaitingBudget");
        Assert.That((stored.Step, stored.CostLimit), Is.EqualTo((1, 0.1m)));
    }

    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.Waiting))]
    public async Task A_higher_limit_counts_in_every_state(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync(state);
        var before = await task.StoredAsync();

        await task.RaiseBudgetAsync(0.5m);

        var after = await task.IsAsync(state);
        Assert.That((after.CostLimit, after.Step), Is.EqualTo((0.5m, before.Step + 1)));
        var journal = await control.JournalAsync(task.Id, after.Step);
        Assert.That(journal[^1].Summary, state == "AwaitingBudget" ? Does.Contain("0.5 USD") : Is.EqualTo("Task 1: Ada raised the cost limit to 0.5 USD."));
    }

    [Test]
    public async Task A_person_who_is_asked_meanwhile_is_asked_anew()
    {
        await using var control = await ControlSituation.StartAsync();
        var task = await control.TaskInAsync("AwaitingPerson");

        await task.RaiseBudgetAsync(0.5m);

        var asked = control.Log.SentOf<ApprovalRequested>();
        Assert.That(asked.Select(x => x.Step), Is.EqualTo([asked[0].Step, asked[0].Step + 1]));
        await task.DecidedAsync(PersonDecision.Approve, step: asked[1].Step);
        await task.EndedAsync(TaskOutcome.Approved);
    }

    private static async Task<SystemOne> PricedAsync(ControlSituation control, int number, decimal cost)
    {
        var agent = await control.UnregisteredAsync(number, "sums");
        agent.Info = agent.Info with { CostPerTask = cost };
        return await control.RegisteredAsync(agent);
    }
}
