using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_a_user_talks_with_an_agent
{
    [Test]
    public async Task Its_model_replies_under_its_prompt_and_remembers()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello Ada.", (1_000, 100)), ChatReply.Text("You are Ada.", (1_100, 50)));

        var first = await bench.SayAsync("I am Ada.");
        var second = await bench.SayAsync("Who am I?");

        Assert.That((first.Reply, second.Reply), Is.EqualTo(("Hello Ada.", "You are Ada.")));
        var (asked, again) = (bench.Server.Requests[0], bench.Server.Requests[1]);
        Assert.That(asked.Said("system"), Does.StartWith(SystemPrompt.Compose(bench.Agent)).And.Contain("in a conversation with a user"));
        Assert.That((asked.Said("user"), again.Said("user"), again.Said("assistant")), Is.EqualTo(("I am Ada.", "I am Ada.\nWho am I?", "Hello Ada.")));
    }

    [Test]
    public async Task The_conversation_is_named_counted_and_paid()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello.", (1_000, 200)));

        var turn = await bench.SayAsync("Hello");

        var session = turn.Session;
        Assert.That((session.Name, session.Agent, session.User, session.Turns, session.CostLimit, session.Busy), Is.EqualTo(("writer-1-ada", "writer-1", "ada", 1, 1.00m, false)));
        Assert.That(turn.Usage, Is.EqualTo(new Usage { InputTokens = 1_000, OutputTokens = 200, Cost = 0.004m }));
        Assert.That((session.Usage, turn.Model, turn.ConfigurationVersion), Is.EqualTo((turn.Usage, "test/small", 1)));
        var found = (await bench.FindAsync())!;
        Assert.That(found.Messages.Select(x => (x.Role, x.Text)), Is.EqualTo(new[] { (ConversationRole.User, "Hello"), (ConversationRole.Agent, "Hello.") }));
        Assert.That(found.Session with { LastAt = session.LastAt, CreatedAt = session.CreatedAt }, Is.EqualTo(session));
    }

    [Test]
    public async Task The_journal_has_the_turn_for_profit_and_loss_and_not_what_was_said()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("A secret reply.", (1_000, 200)));

        var turn = await bench.SayAsync("A secret question.");

        var spending = bench.Budgets.Asked.Single().SpendingId;
        var entry = await bench.Bench.JournalAsync($"session/{turn.Session.Id:n}/{spending:n}/1");
        var progress = entry.Read<SessionProgress>();
        Assert.That((entry.Kind, entry.Summary), Is.EqualTo((JournalKinds.Session, "writer-1 answered ada: 1200 tokens, 0.004 USD")));
        Assert.That(progress.Booked, Is.EqualTo(new LedgerEntry { AgentId = bench.Agent.AgentId, Attempt = 0, Kind = LedgerKind.Doing, Usage = turn.Usage }));
        Assert.That(entry.Data.ToString(), Does.Not.Contain("secret"));
        Assert.That((bench.Bench.Host.Find(bench.Agent.AgentId)!.Metrics.CostIncurred, bench.Bench.Host.Find(bench.Agent.AgentId)!.Metrics.TokensProcessed), Is.EqualTo((0.004m, 1_200L)));
    }

    [Test]
    public async Task Each_user_of_each_agent_has_a_conversation_alone()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Noted.");
        var other = SessionBench.Writer(2);
        await bench.Bench.ConfigureAsync(other);

        await bench.SayAsync("Mine is 17.");
        await bench.SayAsync("Hello", "bob");
        await bench.SayAsync("Hello", "Ada");
        await bench.SayAsync("Hello", agent: other);

        Assert.That(bench.Server.Requests.Skip(1).Select(x => x.Said("user")), Is.All.EqualTo("Hello"));
        Assert.That((await bench.ListAsync(new ListSessions { Limit = 10 })).Sessions.Select(x => x.Name).Order(), Is.EqualTo(["writer-1-Ada", "writer-1-ada", "writer-1-bob", "writer-2-ada"]));
    }

    [Test]
    public async Task The_same_turn_again_gets_the_same_reply_and_no_other_call()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Says(ChatReply.Text("Hello."));
        var turn = bench.Turn("Hello");

        var first = await bench.TakeAsync(turn);
        var second = await bench.TakeAsync(turn);

        Assert.That(second with { Session = first.Session, ToolCalls = first.ToolCalls }, Is.EqualTo(first));
        Assert.That((bench.Server.Requests.Count, (await bench.FindAsync())!.Session.Turns), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_answer_that_does_not_fit_the_schema_is_mended_once()
    {
        await using var bench = await SessionBench.StartAsync();
        var agent = SessionBench.Writer(2) with
        {
            Parameters = new Dictionary<string, string> { ["response_schema"] = """{"type":"object","required":["reply"]}""", ["redact_personal_data"] = "true" },
        };
        await bench.Bench.ConfigureAsync(agent);
        bench.Server.Says(ChatReply.Text("{}"), ChatReply.Text("""{"reply":"Write to ada@example.org."}"""));

        var turn = await bench.SayAsync("Hello", agent: agent);

        Assert.That(turn.Reply, Is.EqualTo("""{"reply":"Write to [email]."}"""));
        Assert.That(bench.Server.Requests[1].Said("user"), Does.Contain("Your answer cannot be used"));
        Assert.That((await bench.FindAsync(agent: agent))!.Messages, Has.Count.EqualTo(2), "what was mended is not remembered");
    }

    [Test]
    public async Task Conversations_are_listed_latest_first_in_parts_and_deleted()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Noted.");
        foreach (var user in (string[])["ada", "bob", "eve"])
        {
            await bench.SayAsync("Hello", user);
        }

        var first = await bench.ListAsync(new ListSessions { Limit = 2 });
        var last = first.Sessions[^1];
        var rest = await bench.ListAsync(new ListSessions { Limit = 2, AfterAt = last.LastAt, AfterId = last.Id });
        var bobs = await bench.ListAsync(new ListSessions { Limit = 2, User = "bob", AgentId = bench.Agent.AgentId });
        var others = await bench.ListAsync(new ListSessions { Limit = 2, Vsm = "other" });

        Assert.That((first.Sessions.Select(x => x.User), first.More), Is.EqualTo((new[] { "eve", "bob" }, true)));
        Assert.That((rest.Sessions.Single().User, rest.More, bobs.Sessions.Single().User, others.Sessions.Count), Is.EqualTo(("ada", false, "bob", 0)));
        Assert.That((await bench.DeleteAsync("bob"), await bench.DeleteAsync("bob"), await bench.FindAsync("bob")), Is.EqualTo((true, false, null as Conversation)));
        bench.Change(db => Assert.That((db.Sessions.Count(), db.Turns.Count()), Is.EqualTo((2, 2)), "the replies go with it"));
    }
}
