using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Sessions;

/// <summary>What becomes of a memory that gets too long.</summary>
internal static class MemoryRules
{
    private const int Pair = 2;

    /// <summary>How often the bound a memory may hold, for when no summary can be had: older messages stay for the next turn to summarise.</summary>
    private const int Patience = 2;

    /// <summary>The most tokens of a summary that is asked for.</summary>
    public static int MostOfSummary(int bound) => bound / 4;

    /// <summary>What is to be summarised before a message is taken; the newest messages are kept, as far as half of the bound goes.</summary>
    /// <returns>How many of the messages, oldest first; 0: everything fits.</returns>
    public static int ToSummarise(Memory memory, int coming, int bound)
    {
        if (memory.Tokens + (long)coming <= bound)
        {
            return 0;
        }

        var (older, left) = (memory.Messages.Count, (bound / 2) - coming);
        while (older >= Pair && TokensOf(memory, older - Pair) <= left)
        {
            left -= TokensOf(memory, older - Pair);
            older -= Pair;
        }

        return older;
    }

    /// <summary>A summary takes the place of the one before and the oldest messages.</summary>
    public static Memory Summarise(Memory memory, int older, ConversationSummary summary) => memory with
    {
        Summary = summary with { Messages = (memory.Summary?.Messages ?? 0) + older },
        Messages = [.. memory.Messages.Skip(older)],
    };

    /// <summary>Without a model: the oldest messages are left out until the rest fits, and at last the summary.</summary>
    public static Memory Trim(Memory memory, int most)
    {
        var (tokens, dropped) = (memory.Tokens, 0);
        while (tokens > most && dropped + Pair <= memory.Messages.Count)
        {
            tokens -= TokensOf(memory, dropped);
            dropped += Pair;
        }

        var trimmed = dropped == 0 ? memory : memory with { Messages = [.. memory.Messages.Skip(dropped)], Forgotten = memory.Forgotten + dropped };
        return tokens > most && trimmed.Summary is { } summary ? trimmed with { Summary = null, Forgotten = trimmed.Forgotten + summary.Messages } : trimmed;
    }

    /// <summary>A turn is added.</summary>
    public static Memory Add(Memory memory, ConversationMessage said, ConversationMessage reply, int bound) =>
        Trim(memory with { Messages = [.. memory.Messages, said, reply] }, Patience * bound);

    private static int TokensOf(Memory memory, int pair) => memory.Messages[pair].Tokens + memory.Messages[pair + 1].Tokens;
}
