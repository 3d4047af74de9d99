using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;

namespace Vsm.Sagas.Tests.Control;

/// <summary>Such as a turn of a conversation, which spends as tasks do.</summary>
public sealed class When_work_is_no_task
{
    [Test]
    public async Task It_draws_on_its_System_1_and_its_VSM_and_is_settled_once()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { CostTotal = 1m });
        var agent = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostTotal = 0.50m });
        var id = Guid.NewGuid();

        var first = await AskAsync(control, agent, id, 0.10m);
        var again = await AskAsync(control, agent, id, 0.10m);
        var held = await AccountAsync(control, BudgetKeys.System(agent.Id));
        await control.SendAsync(new SettleSpending { SpendingId = id, Cost = 0.03m }, "vsm.s3.budgets");
        await control.SendAsync(new SettleSpending { SpendingId = id, Cost = 0.09m }, "vsm.s3.budgets");

        Assert.That((first.Granted, again.Granted), Is.EqualTo((0.10m, 0.10m)));
        Assert.That(held, Is.EqualTo((0.50m, 0m, 0.10m)));
        Assert.That(await AccountAsync(control, BudgetKeys.System(agent.Id)), Is.EqualTo((0.50m, 0.03m, 0m)));
        Assert.That(await AccountAsync(control, BudgetKeys.Vsm("root")), Is.EqualTo((1m, 0.03m, 0m)));
    }

    [Test]
    public async Task It_gets_what_is_left_and_then_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostTotal = 0.15m });

        var first = await AskAsync(control, agent, Guid.NewGuid(), 0.10m);
        var second = await AskAsync(control, agent, Guid.NewGuid(), 0.10m);
        var third = await AskAsync(control, agent, Guid.NewGuid(), 0.10m);

        Assert.That((first.Granted, second.Granted, third.Granted), Is.EqualTo((0.10m, 0.05m, null as decimal?)));
        Assert.That(third.Reason, Is.EqualTo("The budget of System 1 agent-1 has 0 of 0.15 USD left: raise it, or wait until others leave something."));
    }

    [Test]
    public async Task Where_nothing_is_capped_it_gets_what_it_wants()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(SystemOne.Describe(1, "sums"));

        Assert.That((await AskAsync(control, agent, Guid.NewGuid(), 0.10m)).Granted, Is.EqualTo(0.10m));
        Assert.That(await control.ReadAsync(x => x.Reservations.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task One_that_nobody_said_the_end_of_is_booked_after_a_while()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { CostTotal = 0.15m });
        await AskAsync(control, agent, Guid.NewGuid(), 0.10m);

        control.Clock.Advance(TimeSpan.FromMinutes(20));
        await SweepAsync(control);
        var before = await AccountAsync(control, BudgetKeys.System(agent.Id));
        control.Clock.Advance(TimeSpan.FromMinutes(20));
        await SweepAsync(control);

        Assert.That(before, Is.EqualTo((0.15m, 0m, 0.10m)));
        Assert.That(await AccountAsync(control, BudgetKeys.System(agent.Id)), Is.EqualTo((0.15m, 0.10m, 0m)));
    }

    private static async Task SweepAsync(ControlSituation control) =>
        await ActivatorUtilities.CreateInstance<BudgetSweep>(control.Function.Services).Execute(null!, CancellationToken.None);

    private static async Task<(decimal? Granted, string? Reason)> AskAsync(ControlSituation control, SystemOne agent, Guid id, decimal wanted)
    {
        var client = control.Bus.CreateRequestClient<ReserveSpending>(new Uri("exchange:vsm.s3.budgets"), TimeSpan.FromSeconds(20));
        var answer = await client.GetResponse<SpendingGranted, SpendingRefused>(new ReserveSpending { SpendingId = id, AgentId = agent.Id, Wanted = wanted });
        return (answer.Is(out Response<SpendingGranted>? granted) ? granted.Message.Amount : null, answer.Is(out Response<SpendingRefused>? refused) ? refused.Message.Reason : null);
    }

    private static async Task<(decimal? Cap, decimal Spent, decimal Reserved)> AccountAsync(ControlSituation control, string key)
    {
        var account = await control.ReadAsync(x => x.Budgets.AsNoTracking().SingleAsync(y => y.Key == key));
        return (account.Cap, account.Spent, account.Reserved);
    }
}
