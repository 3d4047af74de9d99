using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_a_turn_costs_money
{
    [Test]
    public async Task It_is_set_aside_by_Control_and_settled_after()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello.", (1_000, 200)));

        await bench.SayAsync("Hello");

        var asked = bench.Budgets.Asked.Single();
        Assert.That((asked.Vsm, asked.AgentId, asked.Wanted), Is.EqualTo(("root", bench.Agent.AgentId, 0.10m)));
        await Eventually.ReadAsync("the turn settled", () => Task.FromResult(bench.Budgets.Settled.GetValueOrDefault(asked.SpendingId)), x => x == 0.004m);
    }

    [Test]
    public async Task Without_money_the_model_is_not_asked()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Budgets.Most = null;

        var refused = await bench.RefusedAsync(bench.Turn("Hello"));

        Assert.That((refused.Error, refused.Reason), Is.EqualTo((TurnError.OverBudget, "The budget of VSM root has nothing left.")));
        Assert.That((bench.Server.Requests.Count, await bench.FindAsync()), Is.EqualTo((0, null as Conversation)));
    }

    [Test]
    public async Task What_is_set_aside_is_all_that_it_may_cost()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Budgets.Most = 0.005m;

        var refused = await bench.RefusedAsync(bench.Turn("Hello"));

        Assert.That(refused.Error, Is.EqualTo(TurnError.OverBudget));
        Assert.That(refused.Reason, Does.Contain("of the 0.005 USD").And.Contain("A turn may cost 0.10 USD (Vsm:Sessions:CostPerTurn), a conversation 1.00 (Vsm:Sessions:CostPerSession)"));
        Assert.That((bench.Server.Requests.Count, await bench.FindAsync()), Is.EqualTo((0, null as Conversation)), "nothing was said");
    }

    [Test]
    public async Task A_conversation_ends_at_its_cap()
    {
        await using var bench = await SessionBench.StartAsync(("Vsm:Sessions:CostPerSession", "0.03"));
        bench.Server.Otherwise = _ => ChatReply.Text("Hello.", (1_000, 800));

        var first = await bench.SayAsync("One");
        var second = await bench.RefusedAsync(bench.Turn("Two"));

        Assert.That((first.Session.Usage.Cost, first.Session.CostLimit), Is.EqualTo((0.010m, 0.03m)));
        Assert.That((bench.Budgets.Asked.Count, bench.Budgets.Asked.Last().Wanted), Is.EqualTo((2, 0.020m)), "which is less than a reply of 2048 tokens");
        Assert.That((second.Error, bench.Server.Requests.Count), Is.EqualTo((TurnError.OverBudget, 1)));
        Assert.That((await bench.FindAsync())!.Session.Turns, Is.EqualTo(1));
    }

    [Test]
    public async Task A_model_that_costs_nothing_needs_no_budget()
    {
        await using var bench = await SessionBench.StartAsync(("Vsm:Ai:Prices:0:Input", "0"), ("Vsm:Ai:Prices:0:Output", "0"));
        bench.Budgets.Most = null;
        bench.Server.Says(ChatReply.Text("Hello."));

        Assert.That((await bench.SayAsync("Hello")).Usage.Cost, Is.Zero);
        Assert.That(bench.Budgets.Asked, Is.Empty);
    }

    [Test]
    public async Task A_model_without_a_price_is_not_asked()
    {
        await using var bench = await SessionBench.StartAsync(("Vsm:Ai:Prices:0:Model", "other/small"));

        var refused = await bench.RefusedAsync(bench.Turn("Hello"));

        Assert.That(refused.Error, Is.EqualTo(TurnError.NotSetUp));
        Assert.That(refused.Reason, Does.StartWith("Nothing says what test/small costs, so no limit could be kept: list it in Vsm:Ai:Prices (0 where it costs nothing)"));
        Assert.That(bench.Server.Requests, Is.Empty);
    }
}
