using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_user_talks_over_HTTP
{
    private const string Turns = "/api/v1/sessions/writer/ada/turns";
    private static readonly Guid Writer = Guid.NewGuid();

    [Test]
    public async Task The_reply_comes_with_the_session()
    {
        await using var function = await StartAsync();

        var response = await function.PostAsync(Turns, new { chatMessage = "Hello" });

        var turn = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), turn.ToString());
        Assert.That((turn.Text("reply"), turn.GetProperty("session").Text("name")), Is.EqualTo(("Hello to you.", "writer-ada")));
        Assert.That(turn.GetProperty("usage").GetProperty("cost").GetDecimal(), Is.EqualTo(0.004m));
        var asked = Stand(function).Turns.Single();
        Assert.That((asked.AgentId, asked.User, asked.Vsm, asked.ChatMessage), Is.EqualTo((Writer, "ada", "root", "Hello")));
    }

    [Test]
    public async Task The_same_key_is_the_same_turn_also_where_the_first_answer_was_lost()
    {
        await using var function = await StartAsync();

        await function.PostAsync(Turns, new { chatMessage = "Transient" }, "k1");
        await function.PostAsync(Turns, new { chatMessage = "Transient" }, "k1");
        await function.PostAsync(Turns, new { chatMessage = "Hello" }, "k2");
        await function.PostAsync(Turns, new { chatMessage = "Hello" }, "k2");
        await function.PostAsync("/api/v1/sessions/1/bob/turns", new { chatMessage = "Hello" }, "k2");

        var turns = Stand(function).Turns.Select(x => x.TurnId).ToList();
        Assert.That((turns.Count, turns[0] == turns[1], turns.Distinct().Count()), Is.EqualTo((4, true, 3)), "what was answered is not asked for again");
    }

    [TestCase("Busy", 409, "Wait.")]
    [TestCase("OverBudget", 409, "Wait.")]
    [TestCase("NotFound", 404, "Wait.")]
    [TestCase("NotSetUp", 502, "Wait.")]
    [TestCase("Transient", 503, "Wait.")]
    [TestCase("Interrupted", 503, "Wait.")]
    [TestCase("BadInput", 400, "The request is not valid; see errors.")]
    public async Task A_refusal_is_a_problem_with_its_reason(string error, int status, string detail)
    {
        await using var function = await StartAsync();

        var response = await function.PostAsync(Turns, new { chatMessage = error });

        var problem = await response.ProblemAsync(status);
        Assert.That(problem.Detail(), Is.EqualTo(detail));
        Assert.That(response.Headers.RetryAfter is not null, Is.EqualTo(status == 503));
    }

    [Test]
    public async Task A_System_1_that_does_not_answer_is_said()
    {
        await using var function = await StartAsync(("Vsm:Dashboard:TurnTimeout", "00:00:00.100"));

        var problem = await (await function.PostAsync(Turns, new { chatMessage = "Silence" })).ProblemAsync(503);

        Assert.That(problem.Detail(), Does.StartWith("System 1 did not answer"));
    }

    [Test]
    public async Task A_broker_that_does_not_take_the_question_is_said()
    {
        await using var function = await StartAsync(bus => bus.AddSendObserver<NoBroker<FindSession>>());

        var response = await function.Http.GetAsync(new Uri("/api/v1/sessions/writer/ada", UriKind.Relative));

        await response.ProblemAsync(503);
        Assert.That(response.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        await using var function = await StartAsync();

        var empty = await (await function.PostAsync(Turns, new { chatMessage = " " })).ProblemAsync(400);
        var missing = await (await function.PostAsync(Turns, new { })).ProblemAsync(400);
        var user = await (await function.PostAsync("/api/v1/sessions/writer/a%20b/turns", new { chatMessage = "Hello" })).ProblemAsync(400);
        var agent = await (await function.PostAsync("/api/v1/sessions/nobody/ada/turns", new { chatMessage = "Hello" })).ProblemAsync(404);

        Assert.That((empty.Error("chatMessage"), missing.Error("chatMessage")), Is.EqualTo(("is empty; expected 1 to 65536 characters", "is missing")));
        Assert.That(user.Error("user"), Does.StartWith("'a b' cannot be a user's name; expected letters"));
        Assert.That(agent.Detail(), Does.StartWith("There is no System 1 'nobody'"));
        Assert.That(Stand(function).Turns, Is.Empty);
    }

    [Test]
    public async Task An_agent_that_is_drained_takes_no_turn()
    {
        await using var function = await StartAsync();
        await function.JournalAsync(Given.Agent(Writer, 1, "writer", AgentStatus.Draining) with { Key = "agent/later", At = Given.Start.AddSeconds(9) });

        Assert.That((await (await function.PostAsync(Turns, new { chatMessage = "Hello" })).ProblemAsync(409)).Detail(), Is.EqualTo("writer is drained and takes nothing new; resume it first."));
    }

    [Test]
    public async Task A_conversation_is_shown_listed_and_deleted()
    {
        await using var function = await StartAsync();

        var shown = await function.GetAsync("/api/v1/sessions/1/ada");
        var first = await function.GetAsync("/api/v1/sessions?limit=1&agent=writer&user=ada");
        var second = await function.GetAsync($"/api/v1/sessions?limit=1&after={first.Text("next")}");
        var gone = await function.Http.DeleteAsync("/api/v1/sessions/writer/ada");
        var never = await (await function.Http.DeleteAsync("/api/v1/sessions/writer/bob")).ProblemAsync(404);
        var unknown = await (await function.Http.GetAsync("/api/v1/sessions/writer/bob")).ProblemAsync(404);

        Assert.That(shown.GetProperty("messages").EnumerateArray().Select(x => (x.Text("role"), x.Text("text"))), Is.EqualTo([("User", "Hello"), ("Agent", "Hello to you.")]));
        Assert.That((first.Items().Single().Text("name"), second.Items().Single().Text("name")), Is.EqualTo(("writer-ada", "writer-ada")));
        var asked = Stand(function).Lists.ToList();
        Assert.That((asked[0].AgentId, asked[0].User, asked[0].Limit, asked[0].AfterId), Is.EqualTo((Writer, "ada", 1, null as Guid?)));
        Assert.That((asked[1].AfterId, asked[1].AfterAt), Is.EqualTo((Writer, Given.Start)));
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((never.Detail(), unknown.Detail()), Is.EqualTo(
            ("There is no conversation of bob with writer; the first turn begins one.", "There is no conversation of bob with writer; the first turn begins one.")));
    }

    [Test]
    public async Task What_turns_cost_is_in_the_profit_and_loss_of_the_agent()
    {
        await using var function = await StartAsync();
        var entry = Given.Entry("session/1", "s1", "session") with
        {
            Data = Given.Json(new SessionProgress
            {
                SessionId = Guid.NewGuid(), TurnId = Guid.NewGuid(), User = "ada",
                Booked = new LedgerEntry { AgentId = Writer, Attempt = 0, Kind = LedgerKind.Doing, Usage = new Usage { Cost = 0.004m, InputTokens = 7 } },
            }),
        };

        await function.JournalAsync(entry);
        await function.JournalAsync(entry); // it comes again

        var ledger = (await function.GetAsync("/api/v1/budgets/system:writer")).GetProperty("ledger");
        Assert.That((ledger.GetProperty("doing").GetDecimal(), ledger.GetProperty("inputTokens").GetInt64()), Is.EqualTo((0.004m, 7L)));
    }

    private static SystemOneStandIn.Notes Stand(FunctionHarness function) => function.Services.GetRequiredService<SystemOneStandIn.Notes>();

    private static Task<FunctionHarness> StartAsync(params (string, string)[] settings) => StartAsync(_ => { }, settings);

    private static async Task<FunctionHarness> StartAsync(Action<IBusRegistrationConfigurator> add, params (string, string)[] settings)
    {
        var function = await Given.DashboardAsync(
            x =>
            {
                x.Services.AddSingleton<SystemOneStandIn.Notes>();
                x.AddToBus(bus =>
                {
                    bus.AddConsumer<SystemOneStandIn>().Endpoint(e => e.Name = "vsm.s1.conversations");
                    bus.AddConsumer<SessionsStandIn>().Endpoint(e => e.Name = "vsm.s1.sessions");
                    add(bus);
                });
            },
            settings);
        await function.JournalAsync(Given.Agent(Writer, 1, "writer"));
        return function;
    }

    private static Session Session(string user) => new()
    {
        Id = Writer, Name = $"writer-{user}", AgentId = Writer, Agent = "writer", User = user, CreatedAt = Given.Start, LastAt = Given.Start, Turns = 1, Usage = new Usage(),
    };

    private sealed class SystemOneStandIn(SystemOneStandIn.Notes notes) : IConsumer<TakeTurn>
    {
        public Task Consume(ConsumeContext<TakeTurn> context)
        {
            var turn = context.Message;
            notes.Turns.Enqueue(turn);
            return turn.ChatMessage == "Silence" ? Task.CompletedTask
                : Enum.TryParse<TurnError>(turn.ChatMessage, out var error) ? context.RespondAsync(new TurnRefused { TurnId = turn.TurnId, Error = error, Reason = "Wait." })
                : context.RespondAsync(new TurnTaken
                {
                    TurnId = turn.TurnId, Reply = $"{turn.ChatMessage} to you.", Session = Session(turn.User), Usage = new Usage { Cost = 0.004m }, ConfigurationVersion = 1,
                });
        }

        internal sealed class Notes
        {
            public ConcurrentQueue<TakeTurn> Turns { get; } = [];

            public ConcurrentQueue<ListSessions> Lists { get; } = [];
        }
    }

    private sealed class SessionsStandIn(SystemOneStandIn.Notes notes) : IConsumer<FindSession>, IConsumer<ListSessions>, IConsumer<DeleteSession>
    {
        public Task Consume(ConsumeContext<FindSession> context) => context.Message.User != "ada" ? None(context, context.Message.AgentId, context.Message.User)
            : context.RespondAsync(new SessionFound
            {
                Conversation = new Conversation
                {
                    Session = Session("ada"),
                    Messages =
                    [
                        new ConversationMessage { Role = ConversationRole.User, Text = "Hello", Tokens = 6, At = Given.Start },
                        new ConversationMessage { Role = ConversationRole.Agent, Text = "Hello to you.", Tokens = 9, At = Given.Start },
                    ],
                },
            });

        public Task Consume(ConsumeContext<ListSessions> context)
        {
            notes.Lists.Enqueue(context.Message);
            return context.RespondAsync(new SessionsListed { Sessions = [Session("ada")], More = context.Message.AfterId is null });
        }

        public Task Consume(ConsumeContext<DeleteSession> context) => context.Message.User != "ada" ? None(context, context.Message.AgentId, context.Message.User)
            : context.RespondAsync(new SessionDeleted { SessionId = Writer });

        private static Task None(ConsumeContext context, Guid agent, string user) => context.RespondAsync(new SessionNotFound { AgentId = agent, User = user });
    }
}
