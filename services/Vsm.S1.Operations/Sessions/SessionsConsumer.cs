using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Operations;
using Vsm.Persistence.Retention;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Sessions;

/// <summary>Shows conversations, and forgets them. On a queue of its own, so that it does not wait for models.</summary>
internal sealed class SessionsConsumer(OperationsDbContext db, IOptions<ConversationOptions> options, TimeProvider clock)
    : IConsumer<FindSession>, IConsumer<ListSessions>, IConsumer<DeleteSession>
{
    private const int MostListed = 500;

    public async Task Consume(ConsumeContext<FindSession> context)
    {
        var (agent, user) = (context.Message.AgentId, context.Message.User);
        var id = IdOf(agent, user);
        if (id is null || await db.Sessions.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, context.CancellationToken) is not { } row)
        {
            await context.RespondAsync(new SessionNotFound { AgentId = agent, User = user });
            return;
        }

        await context.RespondAsync(new SessionFound
        {
            Conversation = new Conversation
            {
                Session = row.ToView(options.Value.CostPerSession, clock.GetUtcNow()),
                Summary = row.Memory.Summary,
                Messages = row.Memory.Messages,
                Forgotten = row.Memory.Forgotten,
                Tokens = row.Memory.Tokens,
            },
        });
    }

    public async Task Consume(ConsumeContext<ListSessions> context)
    {
        var asked = context.Message;
        var limit = Math.Clamp(asked.Limit, 1, MostListed);
        var rows = db.Sessions.AsNoTracking().Where(x => x.Vsm == asked.Vsm);
        rows = asked.AgentId is { } agent ? rows.Where(x => x.AgentId == agent) : rows;
        rows = asked.User is { } user ? rows.Where(x => x.UserName == user) : rows;
        rows = asked is { AfterAt: { } at, AfterId: { } last } ? rows.Where(x => x.LastAt < at || (x.LastAt == at && x.Id > last)) : rows;

        // Without what is remembered, which is most of a row.
        var found = await rows.OrderByDescending(x => x.LastAt).ThenBy(x => x.Id).Take(limit + 1).Select(x => new SessionRow
        {
            Id = x.Id,
            Vsm = x.Vsm,
            AgentId = x.AgentId,
            AgentName = x.AgentName,
            UserName = x.UserName,
            CreatedAt = x.CreatedAt,
            LastAt = x.LastAt,
            Turns = x.Turns,
            Claim = x.Claim,
            InputTokens = x.InputTokens,
            OutputTokens = x.OutputTokens,
            Cost = x.Cost,
            UncountedCost = x.UncountedCost,
        }).ToListAsync(context.CancellationToken);
        var now = clock.GetUtcNow();
        await context.RespondAsync(new SessionsListed
        {
            Sessions = [.. found.Take(limit).Select(x => x.ToView(options.Value.CostPerSession, now))], More = found.Count > limit,
        });
    }

    public async Task Consume(ConsumeContext<DeleteSession> context)
    {
        var (agent, user, cancel) = (context.Message.AgentId, context.Message.User, context.CancellationToken);

        // What is remembered goes last: as long as it is there, the same again finds the rest.
        if (IdOf(agent, user) is { } id && await db.Sessions.AnyAsync(x => x.Id == id, cancel))
        {
            await db.Turns.Where(x => x.SessionId == id).RemoveAsync(db, cancel);
            await db.Sessions.Where(x => x.Id == id).RemoveAsync(db, cancel);
            await context.RespondAsync(new SessionDeleted { SessionId = id });
        }
        else
        {
            await context.RespondAsync(new SessionNotFound { AgentId = agent, User = user });
        }
    }

    /// <returns>Null: nobody can be called so.</returns>
    private static Guid? IdOf(Guid agent, string user) => SessionNames.IsUser(user) ? SessionRow.IdOf(agent, user) : null;
}
