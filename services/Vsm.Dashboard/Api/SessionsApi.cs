using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Api;

/// <summary>Conversations; System 1 keeps them, and is asked.</summary>
internal static partial class SessionsApi
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapGet("", ListAsync).WithName("ListSessions").WithSummary("Conversations, by agent (its GUID, number or name) and user, those with the latest turn first")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        sessions.MapGet("/{agent}/{user}", FindAsync).WithName("GetSession").WithSummary("A conversation of a user with a System 1, with what is remembered of it")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        sessions.MapPost("/{agent}/{user}/turns", TakeAsync).WithName("TakeTurn").WithSummary("Says something to a System 1 of kind llm, and waits for its reply")
            .WithDescription("The first turn begins the conversation. One turn of a conversation is taken at a time; a turn that fails leaves it as it was.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(502).ProducesProblem(503);
        sessions.MapDelete("/{agent}/{user}", DeleteAsync).WithName("DeleteSession").WithSummary("Forgets a conversation with all that was said in it")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<Ok<Page<Session>>> ListAsync(
        DashboardDbContext db, IRequestClient<ListSessions> sessions, HttpContext http, CancellationToken cancel,
        string? agent = null, string? user = null, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.AfterTime(after));
        EnsureUser(user);
        var asked = new ListSessions
        {
            Vsm = vsm,
            AgentId = agent is null ? null : (await AgentsApi.AgentAsync(db, agent, vsm, cancel)).Id,
            User = user,
            Limit = count,
            AfterAt = last?.At,
            AfterId = last?.Id,
        };
        var found = await AskAsync(http, async () => (await sessions.GetResponse<SessionsListed>(asked, cancel)).Message);
        return TypedResults.Ok(new Page<Session>
        {
            Items = found.Sessions, Next = found is { More: true, Sessions: [.., var end] } ? Paging.Cursor(end.LastAt, end.Id) : null,
        });
    }

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> FindAsync(
        string agent, string user, DashboardDbContext db, IRequestClient<FindSession> sessions, HttpContext http, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        EnsureUser(user);
        var row = await AgentsApi.AgentAsync(db, agent, vsm, cancel);
        var answer = await AskAsync(http, () => sessions.GetResponse<SessionFound, SessionNotFound>(new FindSession { AgentId = row.Id, User = user }, cancel));
        return answer.Is(out Response<SessionFound>? found) ? TypedResults.Ok(found.Message.Conversation) : None(row.Name, user);
    }

    private static async Task<Results<Ok<TurnTaken>, ProblemHttpResult>> TakeAsync(
        string agent, string user, Body<TurnRequest> body, DashboardDbContext db, IRequestClient<TakeTurn> turns, HttpContext http,
        CancellationToken cancel, string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        EnsureUser(user);
        if (RequestTexts.Problems(("chatMessage", body.Value.ChatMessage, RequestLimits.Content)) is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        var row = await AgentsApi.AgentAsync(db, agent, vsm, cancel);
        if (row.Status == AgentStatus.Draining)
        {
            return Problems.Conflict($"{row.Name} is drained and takes nothing new; resume it first.");
        }

        var turn = new TakeTurn
        {
            TurnId = KeyIds.Of("turn", $"{row.Id:n}/{user}", key), Vsm = row.Vsm, AgentId = row.Id, User = user, ChatMessage = body.Value.ChatMessage,
        };

        // Who leaves finds the reply in the conversation.
        var answer = await AskAsync(http, () => turns.GetResponse<TurnTaken, TurnRefused>(turn, CancellationToken.None));
        return answer.Is(out Response<TurnTaken>? taken) ? TypedResults.Ok(taken.Message)
            : answer.Is(out Response<TurnRefused>? refused) ? Refused(http, refused.Message)
            : Problems.Of(StatusCodes.Status502BadGateway, "The turn was refused.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string agent, string user, DashboardDbContext db, IRequestClient<DeleteSession> sessions, HttpContext http, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        EnsureUser(user);
        var row = await AgentsApi.AgentAsync(db, agent, vsm, cancel);
        var answer = await AskAsync(http, () => sessions.GetResponse<SessionDeleted, SessionNotFound>(new DeleteSession { AgentId = row.Id, User = user }, CancellationToken.None));
        return answer.Is(out Response<SessionDeleted>? _) ? TypedResults.NoContent() : None(row.Name, user);
    }

    // Silence is an answer, too.
    private static async Task<T> AskAsync<T>(HttpContext http, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is not Bus.MessageTooLargeException && !http.RequestAborted.IsCancellationRequested)
        {
            LogSilence(http.RequestServices.GetRequiredService<ILogger<Session>>(), exception);
            throw new RefusedRequestException(Problems.Unavailable(http, "System 1 did not answer; see that it runs, look at the conversation, and try again."));
        }
    }

    private static ProblemHttpResult Refused(HttpContext http, TurnRefused refused) => refused.Error switch
    {
        TurnError.BadInput => Problems.Invalid("chatMessage", refused.Reason),
        TurnError.NotFound => Problems.NotFound(refused.Reason),
        TurnError.Busy or TurnError.OverBudget => Problems.Conflict(refused.Reason),
        TurnError.NotSetUp => Problems.Of(StatusCodes.Status502BadGateway, refused.Reason),
        _ => Problems.Unavailable(http, refused.Reason),
    };

    private static void EnsureUser(string? user)
    {
        if (user is not null && !SessionNames.IsUser(user))
        {
            throw new RefusedRequestException(Problems.Invalid("user", $"'{Text.Cut(user, 80)}' cannot be a user's name; expected {SessionNames.UserExpected}"));
        }
    }

    private static ProblemHttpResult None(string agent, string user) =>
        Problems.NotFound($"There is no conversation of {user} with {agent}; the first turn begins one.");

    [LoggerMessage(Level = LogLevel.Error, Message = "System 1 did not answer")]
    private static partial void LogSilence(ILogger logger, Exception exception);
}
