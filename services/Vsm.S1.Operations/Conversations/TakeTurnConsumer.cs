using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Sessions;

namespace Vsm.S1.Operations.Conversations;

/// <summary>Takes the turns of conversations: of each conversation one at a time, over all replicas.</summary>
internal sealed partial class TakeTurnConsumer(
    AgentHost host, TurnDesk desk, Dialogue dialogue, TurnTools tools, Spending spending, ModelPrices prices, IRequestClient<FindAgentConfiguration> policy,
    IOptions<ConversationOptions> options, TimeProvider clock, ILogger<TakeTurnConsumer> logger) : IConsumer<TakeTurn>
{
    public async Task Consume(ConsumeContext<TakeTurn> context)
    {
        try
        {
            await context.RespondAsync(await TakeAsync(context));
        }
        catch (TurnException refusal)
        {
            LogRefused(context.Message.TurnId, refusal.Error, refusal.Message);
            await context.RespondAsync(new TurnRefused { TurnId = context.Message.TurnId, Error = refusal.Error, Reason = refusal.Message });
        }
    }

    private async Task<TurnTaken> TakeAsync(ConsumeContext<TakeTurn> context)
    {
        var (turn, message, cancel) = (context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        TurnRules.CheckUser(turn);
        var running = await FindAgentAsync(context);
        var agent = running.Configuration;
        if (await desk.OpenAsync(turn, cancel) is { } known)
        {
            await Spending.SettleAsync(context, message, known.Usage.Cost);
            return known;
        }

        TurnRules.Check(turn, agent, () => host.Problem(agent), options.Value.MemoryTokens);
        await ClearAsync(context, agent, message);
        var most = TurnRules.Most(TurnRules.Limit(desk.Spent, options.Value), prices.Find(agent.Model), agent);
        var granted = await spending.ReserveAsync(message, turn, most, cancel);
        if (!await desk.TryClaimAsync(turn, agent, message, granted))
        {
            await Spending.SettleAsync(context, message, 0);
            return await desk.OpenAsync(turn, cancel) ?? throw Busy(turn);
        }

        CrashPoint.Reached("turn-claimed");
        return await AnswerAsync(context, running, agent, message, most > 0 ? granted : TurnRules.Limit(desk.Spent, options.Value));
    }

    /// <summary>Makes room for the turn, where another one left off.</summary>
    private async Task ClearAsync(ConsumeContext<TakeTurn> context, AgentConfiguration agent, Guid message)
    {
        switch (TurnRules.StandingOf(desk.Claim, message, clock.GetUtcNow()))
        {
            case Standing.Busy:
                throw Busy(context.Message);
            case Standing.Expired when desk.Claim is { } lost:
                LogLost(lost.TurnId);
                desk.BookLost(agent);
                if (!await desk.SaveAsync())
                {
                    throw Busy(context.Message);
                }

                await Spending.SettleAsync(context, lost.MessageId, lost.Most);
                break;
            case Standing.CutOff when desk.Claim is { } own:
                LogLost(own.TurnId);
                desk.BookLost(agent);
                await desk.SaveAsync();
                await Spending.SettleAsync(context, message, own.Most);
                throw new TurnException(
                    TurnError.Interrupted,
                    $"The turn was cut off while the model was asked, and its reply is lost. The conversation is as it was; say it again.{await tools.MayHaveDoneAsync(IdOf(context.Message), context.CancellationToken)}");
        }
    }

    private async Task<TurnTaken> AnswerAsync(ConsumeContext<TakeTurn> context, RunningAgent running, AgentConfiguration agent, Guid message, decimal limit)
    {
        var (turn, start) = (context.Message, clock.GetTimestamp());
        var work = new TurnWork(IdOf(turn), new AttemptLog(clock), new Allowance(prices, limit, null, agent.CostPerTask)
        {
            Asker = $"{agent.Vsm}/{agent.AgentId}/{turn.User}", // users learn nothing of one another
        });
        using var late = new CancellationTokenSource(options.Value.TurnLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.CancellationToken);
        TurnTaken? answer = null;
        TurnException? refusal = null;
        try
        {
            var (reply, memory) = await dialogue.AnswerAsync(agent, desk.Memory, turn.ChatMessage, work, stop.Token);
            CrashPoint.Reached("turn-answered");
            answer = desk.Answer(turn, agent, TurnRules.CheckReply(reply), memory, work);
        }
        catch (Exception failure) when (TurnRules.Refusal(failure, late.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested, limit, options.Value) is { } why)
        {
            refusal = work.ToolCalls.Count == 0 ? why
                : new TurnException(why.Error, $"{why.Message}{await tools.MayHaveDoneAsync(work.Turn, context.CancellationToken)}", why);
            desk.Refuse(turn, agent, why.Error, work);
        }

        running.Conversed(refusal is null, clock.GetElapsedTime(start), work.Allowance.Spent.ToUsage(), clock.GetUtcNow());
        await Spending.SettleAsync(context, message, work.Allowance.Spent.Cost);
        if (!await desk.SaveAsync())
        {
            throw new TurnException(TurnError.Interrupted, "The conversation was deleted, or went on without it, while the turn was under way; say it again.");
        }

        return answer ?? throw refusal!;
    }

    private async Task<RunningAgent> FindAgentAsync(ConsumeContext<TakeTurn> context)
    {
        var id = context.Message.AgentId;
        if (host.Find(id) is { } known)
        {
            return known;
        }

        // A replica that has just started, or an agent that is new.
        var answer = await policy.GetResponse<AgentConfigurationFound, AgentConfigurationNotFound>(new FindAgentConfiguration { AgentId = id }, context.CancellationToken);
        return answer.Is(out Response<AgentConfigurationFound>? found)
            ? host.Learn(found.Message.Configuration)
            : throw new TurnException(TurnError.NotFound, $"There is no System 1 {id}.");
    }

    private static Guid IdOf(TakeTurn turn) => TurnRow.IdOf(SessionRow.IdOf(turn.AgentId, turn.User), turn.TurnId);

    private TurnException Busy(TakeTurn turn) => desk.Claim?.TurnId == turn.TurnId
        ? new(TurnError.Transient, "This turn is under way already; send it again for its reply.")
        : new(TurnError.Busy, "Another turn of this conversation is under way; one at a time is taken. Say it again when that is answered.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Turn {TurnId} was not taken ({Error}): {Reason}")]
    private partial void LogRefused(Guid turnId, TurnError error, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Turn {TurnId} was cut off, and is booked at the most that it can have cost")]
    private partial void LogLost(Guid turnId);
}

internal sealed class TakeTurnConsumerDefinition : ConsumerDefinition<TakeTurnConsumer>
{
    public TakeTurnConsumerDefinition(IOptions<ConversationOptions> options) => Endpoint(x => x.ConcurrentMessageLimit = options.Value.ConcurrentTurns);
}
