using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Unit.Tests.Cli;

/// <summary>Conversations of <c>tester</c> with <c>worker</c>, as the API shows them.</summary>
internal sealed class FakeSessions
{
    private static readonly Usage Usage = new() { InputTokens = 1_000, OutputTokens = 200, Cost = 0.004m };

    private static readonly Session Session = new()
    {
        Id = Guid.Empty, Name = "worker-tester", AgentId = Guid.Empty, Agent = "worker", User = "tester", CreatedAt = DateTimeOffset.UnixEpoch,
        LastAt = DateTimeOffset.UnixEpoch, Turns = 3, Usage = Usage, CostLimit = 1,
    };

    public static Conversation Conversation { get; } = new()
    {
        Session = Session,
        Summary = new ConversationSummary { Text = "They met.", Messages = 4, Tokens = 7, At = DateTimeOffset.UnixEpoch, Model = "test/small" },
        Messages = [Said(ConversationRole.User, "Hello"), Said(ConversationRole.Agent, "Hello.\u001b[31m")],
        Forgotten = 2,
        Tokens = 19,
    };

    /// <summary>What was said, by whom to whom, and under which key.</summary>
    public ConcurrentQueue<(string Agent, string User, string Message, string Key)> Turns { get; } = [];

    public ConcurrentQueue<(string Agent, string User)> Deleted { get; } = [];

    /// <summary>What becomes of a turn.</summary>
    public Func<string, CancellationToken, Task<IResult>> OnTurn { get; set; } = (message, _) => Task.FromResult(Reply($"You said: {message}"));

    public static IResult Reply(string text, params ToolCall[] calls) =>
        Results.Ok(new TurnTaken { TurnId = Guid.Empty, Reply = text, Session = Session, Usage = Usage, ConfigurationVersion = 1, ToolCalls = calls });

    public static ToolCall Call(string tool, ToolCallOutcome outcome, string? result) =>
        new() { Id = "1", Tool = tool, Outcome = outcome, Result = result, StartedAt = DateTimeOffset.UnixEpoch, DurationMs = 1 };

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions", (string? agent, string? user) => new Page<Session>
        {
            Items = [.. ((Session[])[Session]).Where(x => (agent ?? x.Agent) == x.Agent && (user ?? x.User) == x.User)], Next = "mark",
        });
        api.MapGet("/sessions/{agent}/{user}", (string agent, string user) => user == "tester" ? Results.Ok(Conversation) : None(user));
        api.MapDelete("/sessions/{agent}/{user}", (string agent, string user) =>
        {
            Deleted.Enqueue((agent, user));
            return user == "tester" ? Results.NoContent() : None(user);
        });
        api.MapPost("/sessions/{agent}/{user}/turns", (HttpContext context, string agent, string user, TurnRequest request) =>
        {
            Turns.Enqueue((agent, user, request.ChatMessage, context.Request.Headers["Idempotency-Key"].ToString()));
            return OnTurn(request.ChatMessage, context.RequestAborted);
        });
    }

    private static IResult None(string user) => Results.Problem($"no conversation of {user}", statusCode: 404);

    private static ConversationMessage Said(ConversationRole role, string text) => new() { Role = role, Text = text, Tokens = 6, At = DateTimeOffset.UnixEpoch };
}
