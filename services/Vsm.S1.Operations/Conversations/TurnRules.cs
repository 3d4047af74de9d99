using System.Globalization;
using System.Text;
using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Sessions;

namespace Vsm.S1.Operations.Conversations;

/// <summary>Whether a turn can be taken, as pure decisions.</summary>
internal static class TurnRules
{
    public const int MostMessageBytes = 32 * 1024;
    public const int MostReplyBytes = 64 * 1024;

    /// <exception cref="TurnException">Nobody can be called so.</exception>
    public static void CheckUser(TakeTurn turn)
    {
        if (!SessionNames.IsUser(turn.User))
        {
            throw new TurnException(TurnError.BadInput, $"The user's name cannot be used; expected {SessionNames.UserExpected}.");
        }
    }

    /// <param name="turn">The turn.</param>
    /// <param name="agent">With whom.</param>
    /// <param name="problem">Why the agent cannot work, if it cannot.</param>
    /// <param name="bound">Tokens that a memory may have.</param>
    /// <exception cref="TurnException">It cannot be taken as it is.</exception>
    public static void Check(TakeTurn turn, AgentConfiguration agent, Func<string?> problem, int bound)
    {
        if (agent.IsRetired() || agent.Vsm != turn.Vsm)
        {
            throw new TurnException(TurnError.NotFound, agent.IsRetired() ? $"{agent.Name} was retired." : $"There is no such System 1 in the VSM '{turn.Vsm}'.");
        }

        if (agent.Kind is not ("llm" or "mcp"))
        {
            throw new TurnException(TurnError.NotSetUp, $"{agent.Name} is of kind {agent.Kind} and does not converse; systems of kind llm or mcp do. Hand it a task instead.");
        }

        if (problem() is { } trouble)
        {
            throw new TurnException(TurnError.NotSetUp, $"{agent.Name} is not set up for work: {trouble}");
        }

        if (string.IsNullOrWhiteSpace(turn.ChatMessage))
        {
            throw new TurnException(TurnError.BadInput, "The message is empty.");
        }

        if (Encoding.UTF8.GetByteCount(turn.ChatMessage) is > MostMessageBytes and var bytes)
        {
            throw new TurnException(TurnError.BadInput, $"The message has {bytes} bytes; at most {MostMessageBytes} are taken. Hand in a task for what is longer.");
        }

        if (Tokens.Estimate(turn.ChatMessage) is var tokens && tokens > bound / 2)
        {
            throw new TurnException(
                TurnError.BadInput, $"The message has some {tokens} tokens, and at most {bound / 2} are taken: half of Vsm:Sessions:MemoryTokens. Shorten it, or hand in a task.");
        }
    }

    /// <summary>How a turn stands to the one that the conversation was claimed for.</summary>
    public static Standing StandingOf(TurnClaim? claim, Guid messageId, DateTimeOffset now) =>
        claim is null ? Standing.Free
        : claim.MessageId == messageId ? Standing.CutOff
        : claim.Until <= now ? Standing.Expired
        : Standing.Busy;

    /// <summary>The most that a turn may cost: what a turn may, and what is left of the conversation.</summary>
    /// <exception cref="TurnException">Nothing is left.</exception>
    public static decimal Limit(decimal spent, ConversationOptions options) => Math.Min(options.CostPerTurn, options.CostPerSession - spent) is > 0 and var limit
        ? limit
        : throw new TurnException(TurnError.OverBudget, string.Create(
            CultureInfo.InvariantCulture, $"The conversation has cost {spent} USD, and may cost {options.CostPerSession}: raise Vsm:Sessions:CostPerSession, or delete it and begin anew."));

    /// <summary>The most that a turn can cost under a limit: a price for the whole is known beforehand, and so is one of nothing.</summary>
    public static decimal Most(decimal limit, PriceOptions? price, AgentConfiguration agent) =>
        price is null ? Math.Min(limit, agent.CostPerTask)
        : price.Input == 0 && price.Output == 0 ? 0
        : limit;

    /// <exception cref="TurnException">It is longer than what is kept.</exception>
    public static string CheckReply(string reply) => Encoding.UTF8.GetByteCount(reply) is > MostReplyBytes and var bytes
        ? throw new TurnException(TurnError.BadInput, $"The reply has {bytes} bytes; at most {MostReplyBytes} are kept. Ask for less, or hand in a task for what is longer.")
        : reply;

    public static Usage ToUsage(this ModelSpending spent) =>
        new() { InputTokens = spent.InputTokens, OutputTokens = spent.OutputTokens, Cost = spent.Cost, UncountedCost = spent.Uncounted };

    /// <returns>Null: it is no failure of the turn.</returns>
    public static TurnException? Refusal(Exception failure, bool late, decimal limit, ConversationOptions options) => failure switch
    {
        OperationCanceledException => late
            ? new TurnException(TurnError.Transient, $"The turn was not done after {options.TurnLimit:c}, the limit of Vsm:Sessions:TurnLimit; say it again.", failure)
            : null,
        ModelException { Error: ModelError.OverBudget or ModelError.CallTooDear } => new TurnException(TurnError.OverBudget, string.Create(
            CultureInfo.InvariantCulture,
            $"{failure.Message} A turn may cost {options.CostPerTurn} USD (Vsm:Sessions:CostPerTurn), a conversation {options.CostPerSession} (Vsm:Sessions:CostPerSession), and this turn {limit}: raise what is short, or lower the agent's max_output_tokens."), failure),
        ModelException { Error: ModelError.BadRequest or ModelError.Refused } => new TurnException(TurnError.BadInput, failure.Message, failure),
        ModelException { NeedsPerson: true } => new TurnException(TurnError.NotSetUp, failure.Message, failure),
        ModelException => new TurnException(TurnError.Transient, $"{failure.Message} The conversation is as it was; say it again.", failure),
        FunctionException => new TurnException(TurnError.NotSetUp, failure.Message, failure),
        TurnException turn => turn,
        _ => null,
    };
}

/// <summary>How a turn stands to the claim on its conversation.</summary>
internal enum Standing
{
    Free,

    /// <summary>Another turn is under way.</summary>
    Busy,

    /// <summary>Who claimed it has been gone for long.</summary>
    Expired,

    /// <summary>It was claimed for this very message, which then was cut off.</summary>
    CutOff,
}
