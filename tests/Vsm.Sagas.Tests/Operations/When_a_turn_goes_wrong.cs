using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_a_turn_goes_wrong
{
    [Test]
    public async Task The_conversation_is_as_it_was_and_the_same_turn_can_be_sent_again()
    {
        await using var bench = await SessionBench.StartAsync(("Vsm:Ai:Retries", "0"));
        bench.Server.Says(ChatReply.Text("Hello.", (1_000, 100)), ChatReply.Error(429), ChatReply.Text("Fine.", (1_000, 100)));
        await bench.SayAsync("Hello");
        var before = (await bench.FindAsync())!;
        var turn = bench.Turn("How are you?");

        var refused = await bench.RefusedAsync(turn);
        var after = (await bench.FindAsync())!;
        var taken = await bench.TakeAsync(turn);

        Assert.That(refused.Error, Is.EqualTo(TurnError.Transient));
        Assert.That(refused.Reason, Does.Contain("too many requests").And.Contain("The conversation is as it was; say it again."));
        Assert.That(after.Messages, Is.EqualTo(before.Messages));
        Assert.That((after.Session.Turns, after.Session.Usage), Is.EqualTo((1, before.Session.Usage)));
        Assert.That((taken.Reply, taken.Session.Turns), Is.EqualTo(("Fine.", 2)));
    }

    [Test]
    public async Task What_a_failed_turn_cost_is_booked_and_settled()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Once upon a", (1_000, 50), finish: "length"));

        var refused = await bench.RefusedAsync(bench.Turn("Write a novel."));

        var found = (await bench.FindAsync())!;
        Assert.That((refused.Error, found.Session.Turns, found.Messages.Count, found.Session.Usage.Cost), Is.EqualTo((TurnError.NotSetUp, 0, 0, 0.0025m)));
        Assert.That(refused.Reason, Does.Contain("max_output_tokens"));
        Assert.That(await SettledAsync(bench), Is.EqualTo(0.0025m));
    }

    [Test]
    public async Task A_first_turn_that_fails_and_cost_nothing_leaves_no_conversation()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Error(401, code: "invalid_api_key"));

        var refused = await bench.RefusedAsync(bench.Turn("Hello"));

        Assert.That(refused.Error, Is.EqualTo(TurnError.NotSetUp));
        Assert.That(refused.Reason, Does.Contain("refuses the key for test/small (401): set Vsm:Ai:Providers:test:Key").And.Not.Contain(ChatServer.Key));
        Assert.That(await bench.FindAsync(), Is.Null);
    }

    [Test]
    public async Task A_second_turn_at_the_same_time_is_told_and_nothing_is_mixed()
    {
        await using var bench = await SessionBench.StartAsync(("Vsm:Sessions:TurnLimit", OperationsBench.TaskLimit.ToString()));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Server.Otherwise = _ =>
        {
            asked.TrySetResult();
            return ChatReply.Silence();
        };
        var turn = bench.Turn("Think long.");
        var first = bench.RefusedAsync(turn);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var second = await bench.RefusedAsync(bench.Turn("And?"));
        var same = await bench.RefusedAsync(turn);
        var busy = (await bench.FindAsync())!.Session.Busy;
        await bench.Bench.Clock.RingAsync(OperationsBench.TaskLimit);

        Assert.That((second.Error, busy), Is.EqualTo((TurnError.Busy, true)));
        Assert.That((same.Error, same.Reason), Is.EqualTo((TurnError.Transient, "This turn is under way already; send it again for its reply.")));
        Assert.That(second.Reason, Does.Contain("one at a time is taken. Say it again when that is answered."));
        Assert.That((await first).Reason, Does.Contain("was not done after 00:01:17, the limit of Vsm:Sessions:TurnLimit"));
        var after = (await bench.FindAsync())!;
        Assert.That((after.Session.Busy, after.Messages.Count, bench.Server.Requests.Count), Is.EqualTo((false, 0, 1)));
        Assert.That(after.Session.Usage.Cost, Is.EqualTo(after.Session.Usage.UncountedCost).And.GreaterThan(0), "nobody knows what a call cost that broke off");
    }

    [Test]
    public async Task One_that_was_cut_off_is_told_when_its_message_comes_again()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Hello.", (1_000, 100));
        await bench.SayAsync("Hello");
        var message = Guid.NewGuid();
        bench.Claim(message, DateTimeOffset.UtcNow.AddHours(1));

        var refused = await bench.RefusedAsync(bench.Turn("And now?"), message);
        var next = await bench.SayAsync("Again.");

        Assert.That(refused.Error, Is.EqualTo(TurnError.Interrupted));
        Assert.That(refused.Reason, Does.Contain("its reply is lost. The conversation is as it was; say it again."));
        Assert.That((next.Session.Turns, next.Session.Usage.Cost, next.Session.Usage.UncountedCost), Is.EqualTo((2, 0.046m, 0.04m)), "at the most that it can have cost");
        await Eventually.ReadAsync("the lost turn settled", () => Task.FromResult(bench.Budgets.Settled.GetValueOrDefault(message)), x => x == 0.04m);
    }

    [Test]
    public async Task One_that_nobody_is_at_any_more_makes_room_for_the_next()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Hello.", (1_000, 100));
        await bench.SayAsync("Hello");
        var lost = Guid.NewGuid();
        bench.Claim(lost, DateTimeOffset.UtcNow.AddSeconds(-1));

        var next = await bench.SayAsync("Again.");

        Assert.That((next.Session.Turns, next.Session.Usage.Cost), Is.EqualTo((2, 0.046m)));
        await Eventually.ReadAsync("the lost turn settled", () => Task.FromResult(bench.Budgets.Settled.GetValueOrDefault(lost)), x => x == 0.04m);
    }

    [Test]
    public async Task A_conversation_that_went_on_without_it_is_not_overwritten()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello."));
        await bench.SayAsync("Hello");
        bench.Server.Otherwise = _ =>
        {
            bench.Claim(Guid.NewGuid(), DateTimeOffset.UtcNow.AddHours(1));
            return ChatReply.Text("Too late.");
        };

        var refused = await bench.RefusedAsync(bench.Turn("And now?"));

        Assert.That(refused.Error, Is.EqualTo(TurnError.Interrupted));
        Assert.That((await bench.FindAsync())!.Messages.Select(x => x.Text), Is.EqualTo(["Hello", "Hello."]));
    }

    [Test]
    public async Task A_conversation_that_was_deleted_meanwhile_stays_so()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ =>
        {
            bench.Change(db => db.Sessions.RemoveRange(db.Sessions));
            return ChatReply.Text("Too late.");
        };

        var refused = await bench.RefusedAsync(bench.Turn("Hello"));

        Assert.That((refused.Error, await bench.FindAsync()), Is.EqualTo((TurnError.Interrupted, null as Conversation)));
    }

    [Test]
    public async Task An_agent_that_does_not_converse_or_is_unknown_says_so()
    {
        await using var bench = await SessionBench.StartAsync();
        var counter = Agents.Gate(2);
        await bench.Bench.ConfigureAsync(counter);

        var function = await bench.RefusedAsync(bench.Turn("Hello", agent: counter));
        var unknown = await bench.RefusedAsync(bench.Turn("Hello") with { AgentId = Guid.NewGuid() });

        Assert.That((function.Error, function.Reason), Is.EqualTo((TurnError.NotSetUp, "worker 2 is of kind function and does not converse; systems of kind llm or mcp do. Hand it a task instead.")));
        Assert.That(unknown.Error, Is.EqualTo(TurnError.NotFound));
        Assert.That(bench.Budgets.Asked, Is.Empty);
    }

    [Test]
    public async Task An_agent_that_another_replica_learned_of_first_is_asked_for()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello."));
        var agent = SessionBench.Writer(3);
        bench.Bench.Neighbours.Configurations[agent.AgentId] = agent;

        Assert.That((await bench.SayAsync("Hello", agent: agent)).Session.Agent, Is.EqualTo("writer-3"));
    }

    private static Task<decimal> SettledAsync(SessionBench bench) => Eventually.ReadAsync(
        "the turn settled", () => Task.FromResult(bench.Budgets.Settled.GetValueOrDefault(bench.Budgets.Asked.Single().SpendingId)), x => x > 0);
}
