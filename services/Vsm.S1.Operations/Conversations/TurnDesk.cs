using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Sessions;

namespace Vsm.S1.Operations.Conversations;

/// <summary>The conversation that a turn is taken in: what is stored before the model is asked, and after.</summary>
internal sealed class TurnDesk(OperationsDbContext db, GroupCommit<OperationsDbContext> commit, IStoreProvider store, IOptions<ConversationOptions> options, TimeProvider clock)
{
    /// <summary>How much longer than a turn may take it is believed to be under way: clocks differ, and storing takes its time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private SessionRow? _row;

    public TurnClaim? Claim => _row?.Claim;

    public Memory Memory => _row?.Memory ?? Memory.Empty;

    public decimal Spent => _row?.Cost ?? 0;

    /// <returns>The answer, where the turn has one already.</returns>
    public async Task<TurnTaken?> OpenAsync(TakeTurn turn, CancellationToken cancel)
    {
        var id = SessionRow.IdOf(turn.AgentId, turn.User);
        _row = await db.Sessions.SingleOrDefaultAsync(x => x.Id == id, cancel);
        if (_row is null)
        {
            return null;
        }

        var key = TurnRow.IdOf(id, turn.TurnId);
        return (await db.Turns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == key, cancel))?.Answer;
    }

    /// <summary>Has the turn be the one that is under way, unless another replica was faster.</summary>
    public async Task<bool> TryClaimAsync(TakeTurn turn, AgentConfiguration agent, Guid messageId, decimal most)
    {
        var now = clock.GetUtcNow();
        _row ??= db.Sessions.Add(new SessionRow
        {
            Id = SessionRow.IdOf(turn.AgentId, turn.User),
            Vsm = turn.Vsm,
            AgentId = turn.AgentId,
            AgentName = agent.Name,
            UserName = turn.User,
            CreatedAt = now,
            LastAt = now,
        }).Entity;
        _row.Claim = new TurnClaim { TurnId = turn.TurnId, MessageId = messageId, Until = now + options.Value.TurnLimit + Slack, Most = most };
        return await SaveAsync();
    }

    /// <summary>The turn that was under way will not end any more: it is booked at the most that it can have cost.</summary>
    public void BookLost(AgentConfiguration agent)
    {
        var lost = _row!.Claim!;
        End(lost.TurnId, agent, TurnError.Interrupted, new Usage { Cost = lost.Most, UncountedCost = lost.Most }, null);
    }

    /// <summary>The turn was answered.</summary>
    public TurnTaken Answer(TakeTurn turn, AgentConfiguration agent, string reply, Memory memory, TurnWork work)
    {
        var usage = work.Allowance.Spent.ToUsage();
        _row!.Memory = memory;
        _row.Turns++;
        End(turn.TurnId, agent, null, usage, work.Calls);
        var answer = new TurnTaken
        {
            TurnId = turn.TurnId,
            Reply = reply,
            Session = _row.ToView(options.Value.CostPerSession, _row.LastAt),
            Usage = usage,
            ToolCalls = work.ToolCalls,
            Model = agent.Model,
            ConfigurationVersion = agent.Version,
        };
        db.Turns.Add(new TurnRow { Id = TurnRow.IdOf(_row.Id, turn.TurnId), SessionId = _row.Id, At = _row.LastAt, Answer = answer });
        return answer;
    }

    /// <summary>The turn failed: what was remembered stays, and a conversation in which nothing was said yet and nothing spent is none.</summary>
    public void Refuse(TakeTurn turn, AgentConfiguration agent, TurnError error, TurnWork work)
    {
        End(turn.TurnId, agent, error, work.Allowance.Spent.ToUsage(), work.Calls);
        if (_row is { Turns: 0, Cost: 0 })
        {
            db.Sessions.Remove(_row);
        }
    }

    /// <returns>Whether it is stored: false where the conversation went on, or is gone.</returns>
    public async Task<bool> SaveAsync()
    {
        _row!.Version++;
        try
        {
            await commit.SaveAsync(db);
            return true;
        }
        catch (Exception exception) when (exception is DbUpdateConcurrencyException || store.IsDuplicate(exception))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private void End(Guid turnId, AgentConfiguration agent, TurnError? error, Usage usage, IReadOnlyList<SessionCall>? calls)
    {
        var row = _row!;
        var messageId = row.Claim!.MessageId;
        row.Book(usage);
        row.Claim = null;
        row.LastAt = clock.GetUtcNow();
        db.Journal.Add(OperationsDbContext.Row(new JournalEntry
        {
            Key = $"session/{row.Id:n}/{messageId:n}/{row.Version}",
            Vsm = row.Vsm,
            Function = "s1",
            Kind = JournalKinds.Session,
            At = row.LastAt,
            Actor = agent.Name,
            Summary = FormattableString.Invariant(
                $"{agent.Name} {(error is null ? $"answered {row.UserName}" : $"did not answer {row.UserName} ({error})")}: {usage.InputTokens + usage.OutputTokens} tokens, {usage.Cost} USD"),
        }.With(new SessionProgress
        {
            SessionId = row.Id,
            TurnId = turnId,
            User = row.UserName,
            Error = error,
            Calls = calls is { Count: > 0 } ? calls : null,
            Booked = new LedgerEntry { AgentId = row.AgentId, Attempt = 0, Kind = LedgerKind.Doing, Usage = usage },
        })));
    }
}
